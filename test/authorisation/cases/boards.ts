/** What is read of the historian, and what people keep about it: trends, dashboards, notes. */
import { randomUUID } from 'node:crypto'
import { about, inProject } from '../case.ts'
import type { Cases } from '../case.ts'
import type { Place } from '../place.ts'

const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }

/** Tags have numbers: those of another project are named beside the own project. */
const ofTags = (fields: object) => ({
  input: async (place: Place) => ({ projectId: place.projectId, tags: [await place.freshTag()], ...fields }),
  foreign: async (own: Place, other: Place) => [
    { projectId: own.projectId, tags: [await other.freshTag()], ...fields },
    { projectId: own.projectId, tags: [2_000_000_000], ...fields },
  ],
})

const trend = { version: 1, tags: [], range: { kind: 'live', ms: 60_000 }, axes: [] }
const kept = (content: object) => () => ({ name: randomUUID(), content })
const changed = (content: object) => () => ({ ...kept(content)(), expectedRevision: 1 })
const dashboard = { version: 1, widgets: [] }
const note = () => ({ ...range, text: 'Leak', label: null, tags: [] })
const idOf = (kind: 'freshTrend' | 'freshDashboard' | 'freshAnnotation') => async (place: Place) => ({
  id: await place[kind](),
})

export const boardCases: Cases = {
  'historian.points': ofTags({ ...range, pixels: 10 }),
  'historian.resample': ofTags({ ...range, step: { calendar: 'hour' } }),
  'historian.lastKnown': ofTags({}),
  'historian.gaps': ofTags(range),
  'trends.list': inProject(),
  'trends.create': inProject(kept(trend)),
  'trends.save': about(idOf('freshTrend'), changed(trend)),
  'trends.remove': about(idOf('freshTrend')),
  'dashboards.list': inProject(),
  'dashboards.create': inProject(kept(dashboard)),
  'dashboards.save': about(idOf('freshDashboard'), changed(dashboard)),
  'dashboards.remove': about(idOf('freshDashboard')),
  'annotations.list': inProject(() => range),
  'annotations.create': inProject(note),
  'annotations.save': about(idOf('freshAnnotation'), () => ({ ...note(), expectedRevision: 1 })),
  'annotations.remove': about(idOf('freshAnnotation')),
}
