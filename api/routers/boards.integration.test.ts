import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { useGateway } from '#test/fixtures/gateway.ts'

const gateway = useGateway({ temporalAddress: '127.0.0.1:1' })
const range = { kind: 'live' as const, ms: 3_600_000 }
const content = { version: 1 as const, tags: [3, 1], range, axes: [] }

it('a trend is saved on top of what was seen, once for each name, and every change is on record', async () => {
  const { projectId } = gateway
  const { trends, audit } = gateway.as('otto', 'admin')
  const { id, revision } = await trends.create({ projectId, name: 'Station', content })
  expect(revision).toBe(1)
  await expect(trends.create({ projectId, name: 'Station', content })).rejects.toMatchObject({
    message: 'name-taken',
  })
  const change = { projectId, id, name: 'Station 2', content: { ...content, tags: [1] } }
  expect(await trends.save({ ...change, expectedRevision: 1 })).toEqual({ id, revision: 2 })
  await expect(trends.save({ ...change, expectedRevision: 1 })).rejects.toMatchObject({
    message: 'revision-conflict',
  })
  expect(await trends.list({ projectId })).toMatchObject([
    { id, revision: 2, name: 'Station 2', content: { tags: [1] } },
  ])
  await trends.remove({ projectId, id })
  await expect(trends.remove({ projectId, id })).rejects.toMatchObject({ message: 'kept-unknown' })
  const { items } = await audit.list({ projectId })
  const done = items.filter(({ result }) => result === 'done').map(({ action }) => action)
  expect(done).toEqual(['trend.remove', 'trend.save', 'trend.create'])
})

it('a dashboard keeps its widgets as they were laid out; operators only look', async () => {
  const { projectId } = gateway
  const widgets = [
    { kind: 'text' as const, id: 'a', x: 0, y: 0, w: 6, h: 2, title: 'Shift', text: 'Call 12' },
    { kind: 'gauge' as const, id: 'b', x: 6, y: 0, w: 3, h: 2, title: '', tag: 1, min: 0, max: 10 },
  ]
  const input = { projectId, name: 'Hall', content: { version: 1 as const, widgets } }
  await gateway.as('ina').dashboards.create(input)
  const operator = gateway.as('otto', 'operator').dashboards
  expect(await operator.list({ projectId })).toMatchObject([{ name: 'Hall', content: { widgets } }])
  await expect(operator.create(input)).rejects.toMatchObject({ message: 'not-allowed' })
})

it('an annotation is found wherever its interval overlaps, and by its tags', async () => {
  const { projectId, app } = gateway
  const { rows } = await app.pool.query<{ id: number }>(
    `insert into tag (project_id, name, value_type) values ($1, $2, 'number'), ($1, $3, 'number') returning id`,
    [projectId, randomUUID(), randomUUID()],
  )
  const [one, two] = rows.map(({ id }) => id)
  const { annotations } = gateway.as('otto', 'operator')
  const at = (hour: string) => `2026-03-01T${hour}:00:00+01:00`
  const input = { projectId, from: at('08'), to: at('10'), text: 'Leak', label: 'leak', tags: [one] }
  const { id } = await annotations.create(input)
  const found = async (from: string, to: string, tags?: number[]) =>
    (await annotations.list({ projectId, from: at(from), to: at(to), tags })).map(({ text }) => text)
  expect(await found('09', '12')).toEqual(['Leak'])
  expect(await found('06', '08')).toEqual([])
  expect(await found('09', '12', [two])).toEqual([])
  await annotations.save({ ...input, id, text: 'Valve', expectedRevision: 1 })
  expect(await found('09', '12', [one, two])).toEqual(['Valve'])
  await expect(annotations.save({ ...input, id, expectedRevision: 1 })).rejects.toMatchObject({
    message: 'revision-conflict',
  })
  await annotations.remove({ projectId, id })
  expect(await found('09', '12')).toEqual([])
})
