/** What was archived reads as if it never had been: to the bit, with what comes late, and in the roll-ups. */
import { expect, test } from 'vitest'
import type { ColumnData } from '#pipeline/table.ts'
import { ArchiveScene } from '#test/fixtures/archive-scene.ts'
import { readHistorian, writeHistorian } from '../historian.ts'
import { readPoints } from '../query/points.ts'

const scene = new ArchiveScene()
const { pool, project } = scene
const start = Date.UTC(2024, 0, 1) * 1_000
const dayUs = 86_400e6

const times = (...seconds: number[]) => Float64Array.from(seconds, (s) => start + s * 1e6)
const quality = (...codes: number[]) => Uint8Array.from(codes)
const columns: Record<string, ColumnData> = {
  number: { type: 'number', values: Float64Array.of(0.1, -0, NaN, Infinity), quality: quality(0, 1, 0, 2) },
  integer: { type: 'integer', values: BigInt64Array.of(1n, -(2n ** 62n), 2n ** 62n, 0n) },
  boolean: { type: 'boolean', values: Uint8Array.of(1, 0, 1, 1) },
  text: { type: 'text', values: Int32Array.of(0, 1, 0, 2), dictionary: ['on', 'Öl "heiß"\n', ''] },
}

const write = (tag: string, at: Float64Array, values: ColumnData) =>
  writeHistorian(pool, project, [{ tag, times: at, values }])

const readAll = () =>
  readHistorian(scene.source, project, { tags: Object.keys(columns), fromUs: start, toUs: start + dayUs })

const archiveAll = () => scene.archiveOnce(start + 60 * dayUs)

test('what is archived, and what comes late for it, reads to the bit as before', async () => {
  for (const [tag, values] of Object.entries(columns)) await write(tag, times(1, 2, 3, 600), values)
  await write('number', times(2), { type: 'number', values: Float64Array.of(7) })
  expect(await archiveAll()).toMatchObject({ archived: 0, left: 1 })
  await scene.rollUpAll()
  const [before, points] = [await readAll(), await pointsNow()]
  expect(await archiveAll()).toMatchObject({ archived: 1, left: 0, samples: 17 })
  expect(await scene.samplesInTable()).toBe(0)
  expect(await readAll()).toEqual(before)
  expect(await pointsNow()).toEqual(points)

  await write('number', times(1, 2, 4), { type: 'number', values: Float64Array.of(0.1, 8, 9) })
  await scene.rollUpAll()
  const late = await readAll()
  expect([...late[0].values.values]).toEqual([0.1, 8, NaN, 9, Infinity])
  const minute = await pool.query(
    'select "count"::int, "max" from rollup_minute where tag_id = $1 order by 1',
    [(await pool.query<{ id: number }>("select id from tag where name = 'number'")).rows[0].id],
  )
  expect(minute.rows).toEqual([
    { count: 1, max: null },
    { count: 1, max: null },
    { count: 3, max: 9 },
  ])
  expect(await archiveAll()).toMatchObject({ archived: 1, left: 0 })
  expect(await scene.samplesInTable()).toBe(0)
  expect(await readAll()).toEqual(late)
  const held = await pool.query(
    `select sum(samples)::int as samples from archive_tag join tag on tag.id = tag_id where name = 'number'`,
  )
  // 0.1 was there already; 8 is a revision beside -0 and 7.
  expect(held.rows).toEqual([{ samples: 7 }])
})

const pointsNow = () =>
  readPoints(scene.source, project, {
    ...{ tags: Object.keys(columns), fromUs: start, toUs: start + 1_000e6, pixels: 100 },
  })
