/** The newest sample of a tag is shown wherever it is kept. */
import { expect, test } from 'vitest'
import { writeHistorian } from '#datasets/historian.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { ArchiveScene } from '#test/fixtures/archive-scene.ts'
import { listTags } from './list-tags.ts'

const scene = new ArchiveScene()
const startUs = Date.UTC(2024, 0, 3) * 1_000
const write = (tag: string, second: number, values: ColumnData) =>
  writeHistorian(scene.pool, scene.project, [{ tag, times: Float64Array.of(startUs + second * 1e6), values }])
const list = async () => {
  const { items } = await listTags({ pool: scene.pool, projectId: scene.project }, { limit: 10 })
  return Object.fromEntries(items.map(({ name, last }) => [name, last]))
}

test('also when it is archived, unless a newer one is in the database', async () => {
  await write('number', 5, { type: 'number', values: Float64Array.of(0.1), quality: Uint8Array.of(1) })
  await write('nan', 5, { type: 'number', values: Float64Array.of(NaN) })
  await write('integer', 5, { type: 'integer', values: BigInt64Array.of(-(2n ** 62n)) })
  await write('boolean', 5, { type: 'boolean', values: Uint8Array.of(1) })
  await write('text', 5, { type: 'text', values: Int32Array.of(0), dictionary: ['Öl "heiß"'] })
  const before = await list()
  const at = '2024-01-03T00:00:05+00:00'
  expect(before.number).toEqual({ at, value: 0.1, quality: 1, status: null })
  await scene.rollUpAll()
  await scene.archiveAll()
  expect(await scene.samplesInTable()).toBe(0)
  expect(await list()).toEqual(before)

  await write('number', 4, { type: 'number', values: Float64Array.of(4) })
  await write('nan', 5, { type: 'number', values: Float64Array.of(5) })
  await write('integer', 6, { type: 'integer', values: BigInt64Array.of(6n) })
  const after = await list()
  expect(after.number).toEqual(before.number)
  expect([after.nan?.value, after.integer?.value]).toEqual([5, '6'])
})
