/** Pipelines, their versions and drafts, what helps to draw them. */
import { randomUUID } from 'node:crypto'
import { about, inProject } from '../case.ts'
import type { Cases } from '../case.ts'
import { documentNamed } from '../place.ts'
import type { Place } from '../place.ts'

const pipeline = ({ pipeline: id }: Place) => ({ id })
const freshPipeline = async ({ freshPipeline }: Place) => ({ id: await freshPipeline() })
const drawn = ({ document }: Place) => ({ document })
const fresh = () => documentNamed(randomUUID(), 'fresh')

const idle = { mayChangeNothing: true }

export const pipelineCases: Cases = {
  'pipelines.list': inProject(),
  'pipelines.get': about(pipeline),
  'pipelines.check': inProject(drawn),
  'pipelines.validate': inProject(drawn),
  'pipelines.judgeWires': inProject(({ document, node, port }) => ({ document, from: { node, port } })),
  'pipelines.bridges': inProject(({ document, node, port }) => ({
    document,
    edge: { from: { node, port }, to: { node, port: 'table' } },
  })),
  'pipelines.repairs': inProject(({ document, node }) => ({ document, node })),
  'pipelines.save': inProject(() => ({ document: fresh(), expectedRevision: 0 })),
  'pipelines.rename': about(freshPipeline, () => ({ name: 'other name' })),
  'pipelines.duplicate': about(pipeline, () => ({ newId: randomUUID() })),
  'pipelines.archive': about(freshPipeline),
  'pipelines.restore': about(pipeline, undefined, idle),
  'pipelines.versions': about(pipeline),
  'pipelines.nameVersion': about(pipeline, () => ({ revision: 1, name: 'first', note: null })),
  'pipelines.restoreVersion': about(freshPipeline, () => ({ revision: 1, expectedRevision: 1 }), idle),
  'pipelines.diff': about(({ pipeline: id }) => ({ before: { id }, after: { id } })),
  'pipelines.readText': inProject(() => ({ text: JSON.stringify(fresh()), format: 'json' })),
  'pipelines.import': inProject(() => ({ text: JSON.stringify(fresh()), format: 'json', id: 'new' })),
  'pipelines.export': about(pipeline, () => ({ format: 'yaml' })),
  'pipelines.draft.get': inProject(pipeline),
  'pipelines.draft.save': inProject(
    (place) => ({ ...pipeline(place), ...drawn(place), baseRevision: 1 }),
    idle,
  ),
  'pipelines.draft.discard': inProject(pipeline, idle),
}
