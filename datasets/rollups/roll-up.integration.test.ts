import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { writeHistorian } from '../historian.ts'
import { keepRolledUp } from './keep-rolled-up.ts'
import { rollUp } from './roll-up.ts'
import { noteSpans } from './work.ts'

let database: TestDatabase
let pool: pg.Pool
let project: string

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 5 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(async () => {
  await pool.query(
    'truncate sample, gap, rollup_work, rollup_minute, rollup_hour, rollup_day, tag restart identity cascade',
  )
  project = randomUUID()
  await pool.query('insert into project (id, name) values ($1, $2)', [project, project])
})

const minuteUs = 60e6
const hourUs = 3_600e6
const start = Date.UTC(2024, 0, 1) * 1_000
const later = { nowUs: Number.MAX_SAFE_INTEGER }

async function write(values: [timeUs: number, value: number, quality?: number][], tag = 'a'): Promise<void> {
  const sorted = values.toSorted((a, b) => a[0] - b[0])
  await writeHistorian(pool, project, [
    {
      tag,
      times: Float64Array.from(sorted, ([time]) => time),
      values: {
        type: 'number',
        values: Float64Array.from(sorted, ([, value]) => value),
        quality: Uint8Array.from(sorted, ([, , quality = 0]) => quality),
      },
    },
  ])
}

async function rollUpAll(tagDays?: number): Promise<void> {
  while (await rollUp(pool, { ...later, tagDays }));
}

const tables = ['rollup_minute', 'rollup_hour', 'rollup_day']

async function rowsOf(table: string): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select tag_id, bucket_us, class, "count", encode(float8send("min"), 'hex') as min, encode(float8send("max"), 'hex') as max,
       first_us, "first", last_us, "last", encode(float8send(integral), 'hex') as integral, held_us
     from ${table} order by tag_id, bucket_us, class`,
  )
  return rows
}

test('a minute tells of its samples by class, weighted by the time for which they held', async () => {
  await write([
    [start + 10e6, 1],
    [start + 20e6, 5],
    [start + 50e6, 2, 1],
    [start + 55e6, NaN],
    [start + 58e6, 9, 2],
    [start + 61e6, 3],
  ])
  await rollUpAll()
  const { rows } = await pool.query(
    `select class, "count"::int, "min", "max", first_us - ${start} as first_us, "first", last_us - ${start} as last_us, "last",
       integral, held_us from rollup_minute where bucket_us = ${start} order by class`,
  )
  const row = (...of: unknown[]) => {
    const [sampleClass, count, min, max, firstUs, first, lastUs, last, integral, heldUs] = of
    return {
      class: sampleClass,
      count,
      min,
      max,
      first_us: firstUs,
      first,
      last_us: lastUs,
      last,
      integral,
      held_us: heldUs,
    }
  }
  expect(rows).toEqual([
    row(0, 2, 1, 5, '10000000', 1, '20000000', 5, 1 * 10e6 + 5 * 30e6, '40000000'),
    row(1, 1, 2, 2, '50000000', 2, '50000000', 2, 2 * 5e6, '5000000'),
    row(2, 1, 9, 9, '58000000', 9, '58000000', 9, 0, '0'),
    row(3, 1, null, null, '55000000', null, '55000000', null, 0, '3000000'),
  ])
  const hour = await pool.query('select class, integral, held_us::int from rollup_hour order by class')
  expect(hour.rows).toEqual([
    { class: 0, integral: 1 * 10e6 + 5 * 30e6, held_us: 40e6 },
    { class: 1, integral: 2 * 5e6, held_us: 5e6 },
    // From 58 s to the sample of the next minute.
    { class: 2, integral: 9 * 3e6, held_us: 3e6 },
    { class: 3, integral: 0, held_us: 3e6 },
  ])
})

test('a number that is too large to be summed is none, and keeps nothing else from being rolled up', async () => {
  await write([
    [start, 1],
    [start + 10e6, Number.MAX_VALUE],
    [start + 20e6, 1e290],
  ])
  await rollUpAll()
  const { rows } = await pool.query('select class, "count"::int, "max" from rollup_minute order by class')
  expect(rows).toEqual([
    { class: 0, count: 2, max: 1e290 },
    { class: 3, count: 1, max: null },
  ])
})

test('a gap ends what held before it, within a minute and from one to the next', async () => {
  await write([
    [start, 4],
    [start + 40e6, 6],
    [start + 3 * minuteUs, 8],
    [start + 4 * minuteUs, 8],
  ])
  await rollUpAll()
  const tagId = (await pool.query<{ id: number }>('select id from tag')).rows[0].id
  const gaps = [
    [start + 10e6, start + 15e6],
    [start + minuteUs, start + 2 * minuteUs],
  ]
  for (const [from, to] of gaps) {
    await pool.query(
      `insert into gap (id, project_id, tag_id, from_us, to_us, cause) values ($1, $2, $3, $4, $5, 'connection-down')`,
      [randomUUID(), project, tagId, from, to],
    )
    const client = await pool.connect()
    await noteSpans(client, [{ tagId, fromUs: from, toUs: to }])
    client.release()
  }
  await rollUpAll()
  const { rows } = await pool.query('select integral, held_us::int from rollup_hour')
  expect(rows).toEqual([{ integral: 4 * 10e6 + 6 * 20e6 + 8 * 60e6, held_us: 90e6 }])
})

test('what is not over yet waits, and what is pending stays noted', async () => {
  await write([
    [start, 1],
    [start + minuteUs, 2],
  ])
  const nowUs = start + minuteUs + 30e6
  expect(await rollUp(pool, { nowUs })).toBe(false)
  expect((await pool.query('select bucket_us::float8 from rollup_minute')).rows).toEqual([
    { bucket_us: start },
  ])
  expect((await pool.query('select from_us[1]::float8 from rollup_work')).rows).toEqual([
    { from_us: start + minuteUs },
  ])
  expect(await rollUp(pool, { nowUs: nowUs + minuteUs })).toBe(false)
  expect((await pool.query('select "count"::int from rollup_hour')).rows).toEqual([{ count: 2 }])
  expect((await pool.query('select 1 from rollup_work')).rows).toEqual([])
})

const anyWrite = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 4 * 24 * 60 * 60 }).map((s) => start + s * 1e6),
    fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(NaN), fc.constant(0.1)),
    fc.constantFrom(0, 0, 0, 1, 2),
  ),
  { minLength: 1, maxLength: 40 },
)

test('late, repeated and corrected samples heal to the same bits as computed once from all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyWrite, { minLength: 1, maxLength: 6 }), async (writes) => {
      await pool.query(
        'truncate sample, rollup_work, rollup_minute, rollup_hour, rollup_day, tag restart identity cascade',
      )
      for (const samples of writes) {
        await write([...new Map(samples.map((sample) => [sample[0], sample])).values()])
        await rollUp(pool, { ...later, tagDays: 1 })
      }
      await rollUpAll(1)
      const healed = await Promise.all(tables.map(rowsOf))
      await pool.query('truncate rollup_minute, rollup_hour, rollup_day')
      const client = await pool.connect()
      await noteSpans(client, [{ tagId: 1, fromUs: start, toUs: start + 5 * 24 * hourUs }])
      client.release()
      await rollUpAll()
      expect(healed).toEqual(await Promise.all(tables.map(rowsOf)))
      const { rows } = await pool.query<{ minutes: number; hours: number; days: number; samples: number }>(
        `select (select sum("count") from rollup_minute)::int as minutes, (select sum("count") from rollup_hour)::int as hours,
           (select sum("count") from rollup_day)::int as days, (select count(distinct time_us) from sample)::int as samples`,
      )
      const [{ minutes, hours, days, samples }] = rows
      expect([minutes, hours, days]).toEqual([samples, samples, samples])
    }),
    { numRuns: 10 },
  )
}, 60_000)

test('is kept up while the process runs, also after the database was away', async () => {
  const errors: unknown[] = []
  const end = keepRolledUp(pool, { intervalMs: 50, onError: (error) => errors.push(error) })
  try {
    await pool.query('alter table rollup_work rename to away')
    await expect.poll(() => errors.length, { timeout: 20_000 }).toBeGreaterThan(0)
    await pool.query('alter table away rename to rollup_work')
    await write([[start, 1]])
    await expect.poll(() => rowsOf('rollup_day').then((rows) => rows.length), { timeout: 20_000 }).toBe(1)
  } finally {
    await end()
  }
  await write([[start + hourUs, 1]])
  expect(await rowsOf('rollup_hour')).toHaveLength(1)
})
