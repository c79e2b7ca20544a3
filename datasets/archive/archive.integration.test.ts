/** What was archived reads as if it never had been: to the bit, with what comes late, and in the roll-ups. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ColumnData } from '#pipeline/table.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { readHistorian, writeHistorian } from '../historian.ts'
import { readPoints } from '../query/points.ts'
import { rollUp } from '../rollups/roll-up.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import type { TemporaryFolder } from '../temporary-folder.ts'
import { openArchive } from './archive-reader.ts'
import type { ArchiveReader } from './archive-reader.ts'
import { archiveOnce } from './keep-archived.ts'

let database: TestDatabase
let pool: pg.Pool
let folder: TemporaryFolder
let archive: ArchiveReader
/** Two projects take the same samples; only one of them is archived, because the other has a table of its own. */
const project = randomUUID()
const start = Date.UTC(2024, 0, 1) * 1_000
const dayUs = 86_400e6

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 5 })
  folder = await makeTemporaryFolder()
  archive = openArchive(join(folder.path, 'archive'))
  await pool.query('insert into project (id, name) values ($1, $2)', [project, project])
})
afterAll(async () => {
  archive.close()
  await pool.end()
  await database.drop()
  await folder.remove()
})

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
  readHistorian({ pool, archive }, project, {
    tags: Object.keys(columns),
    fromUs: start,
    toUs: start + dayUs,
  })

const archiveAll = () =>
  archiveOnce({
    ...{ databaseUrl: database.url, folder: join(folder.path, 'archive'), rule: { days: 1 } },
    ...{ nowUs: start + 60 * dayUs, maxSamples: 1_000, signal: new AbortController().signal },
  })

const rollUpAll = async () => {
  while (await rollUp(pool, { nowUs: Number.MAX_SAFE_INTEGER, archive }));
}

test('what is archived, and what comes late for it, reads to the bit as before', async () => {
  for (const [tag, values] of Object.entries(columns)) await write(tag, times(1, 2, 3, 600), values)
  await write('number', times(2), { type: 'number', values: Float64Array.of(7) })
  expect(await archiveAll()).toMatchObject({ archived: 0, left: 1 })
  await rollUpAll()
  const [before, points] = [await readAll(), await pointsNow()]
  expect(await archiveAll()).toMatchObject({ archived: 1, left: 0, samples: 17 })
  expect((await pool.query('select from sample')).rowCount).toBe(0)
  expect(await readAll()).toEqual(before)
  expect(await pointsNow()).toEqual(points)

  await write('number', times(1, 2, 4), { type: 'number', values: Float64Array.of(0.1, 8, 9) })
  await rollUpAll()
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
  expect((await pool.query('select from sample')).rowCount).toBe(0)
  expect(await readAll()).toEqual(late)
  const held = await pool.query(
    `select sum(samples)::int as samples from archive_tag join tag on tag.id = tag_id where name = 'number'`,
  )
  // 0.1 was there already; 8 is a revision beside -0 and 7.
  expect(held.rows).toEqual([{ samples: 7 }])
})

const pointsNow = () =>
  readPoints({ pool, archive }, project, {
    ...{ tags: Object.keys(columns), fromUs: start, toUs: start + 1_000e6, pixels: 100 },
  })
