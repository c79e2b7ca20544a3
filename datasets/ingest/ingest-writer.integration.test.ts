import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import type { Sample } from '#adapters/sample-batch.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { IngestWriter } from './ingest-writer.ts'
import type { IngestWork } from './deliveries.ts'

let database: TestDatabase
let pool: pg.Pool
let writer: IngestWriter
const project = randomUUID()
const connectionId = randomUUID()

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 6 })
  writer = new IngestWriter(pool)
  await pool.query('insert into project (id, name) values ($1, $2)', [project, project])
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

async function makeTag(type = 'number', kind = 'state'): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'insert into tag (project_id, name, value_type, class) values ($1, $2, $3, $4) returning id',
    [project, randomUUID(), type, kind],
  )
  return rows[0].id
}

const startUs = Date.UTC(2026, 0, 1) * 1000

type Said = Partial<Sample> & { key: number; value: Sample['value'] }

function work(samples: Said[], receivedUs = startUs): IngestWork {
  const builder = new SampleBatchBuilder()
  for (const sample of samples)
    builder.add({ timeUs: startUs, quality: sample.value === null ? 2 : 0, ...sample })
  return { samples: [{ connectionId, batch: builder.take(receivedUs) }], refused: [], gaps: [] }
}

async function stored(tag: number): Promise<unknown[][]> {
  const { rows } = await pool.query<unknown[]>({
    text: `select time_us - ${startUs}, coalesce(number::text, integer::text, boolean::text, text), quality, raw_status,
      received_us - ${startUs}, sequence, project_id from sample where tag_id = $1 order by time_us, revision`,
    values: [tag],
    rowMode: 'array',
  })
  return rows
}

const noMore = { written: 0, duplicates: 0, revisions: 0, quarantined: 0 }

it('stores every type with its bits, both by COPY and beside what is there', async () => {
  const cases: [string, Said['value'][], (string | null)[]][] = [
    ['number', [-0, NaN, Infinity, 5e-324, 0.1 + 0.2, null], ['-0', 'NaN', 'Infinity', '5e-324', '0.30000000000000004', null]],
    ['integer', [-(2n ** 63n), 2n ** 63n - 1n, 0n, null], ['-9223372036854775808', '9223372036854775807', '0', null]],
    ['boolean', [true, false, null], ['true', 'false', null]],
    ['text', ['', '{"a,b\\}', 'Wärme 😀', 'NULL', '\ud800', null], ['', '{"a,b\\}', 'Wärme 😀', 'NULL', '\ufffd', null]],
  ] // prettier-ignore
  for (const way of ['copy', 'insert'] as const) {
    for (const [type, values, expected] of cases) {
      const tag = await makeTag(type)
      const samples = values.map((value, at) => ({
        key: tag,
        value,
        timeUs: startUs + at,
        status: at === 1 ? 'Ünsure' : '',
      }))
      const seed = work([{ key: tag, value: values[0], timeUs: startUs - 1 }])
      await writer.write(seed)
      if (way === 'insert') samples.unshift({ ...samples[0], timeUs: startUs - 1 })
      const duplicates = way === 'insert' ? 1 : 0
      expect(await writer.write(work(samples, startUs + 7))).toEqual({
        ...noMore,
        written: values.length,
        duplicates,
      })
      const rows = (await stored(tag)).slice(1)
      expect(rows.map((row) => row[1])).toEqual(expected)
      expect(rows.map((row) => row[3])).toEqual(expected.map((_, at) => (at === 1 ? 'Ünsure' : null)))
      expect(new Set(rows.map((row) => `${row[4]} ${row[6]}`))).toEqual(new Set([`7 ${project}`]))
      expect(await writer.write(work(samples))).toEqual({ ...noMore, duplicates: samples.length })
    }
  }
})

it('is what a list of all writes would say, whatever is written', async () => {
  const said = fc.record({
    time: fc.nat(4),
    value: fc.constantFrom(0, -0, 1, NaN, null),
    quality: fc.constantFrom(0, 1, 2),
  })
  const batches = fc.array(fc.array(said, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(batches, async (writes) => {
      const tag = await makeTag()
      const newest = new Map<number, string>()
      const kept = new Set<string>()
      for (const [at, write] of writes.entries()) {
        const samples = write.map(({ time, value, quality }) => ({
          key: tag,
          value,
          timeUs: startUs + time,
          quality: (value === null ? 2 : quality) as 0 | 1 | 2,
        }))
        const given = work(samples, startUs + at)
        const written = await writer.write(given)
        expect(written.written + written.duplicates + written.revisions).toBe(write.length)
        for (const { timeUs, value, quality } of samples) {
          const text = `${Object.is(value, -0) ? '-0' : value} ${quality}`
          newest.set(timeUs - startUs, text)
          kept.add(`${timeUs - startUs} ${text}`)
        }
        expect(await writer.write(given)).toEqual({ ...noMore, duplicates: write.length })
      }
      const rows = await stored(tag)
      expect(new Set(rows.map(([time, value, quality]) => `${time} ${value} ${quality}`))).toEqual(kept)
      const found = new Map(rows.map(([time, value, quality]) => [Number(time), `${value} ${quality}`]))
      expect(found).toEqual(newest)
    }),
    { numRuns: 40 },
  )
})

it('keeps every event, and none twice', async () => {
  const tag = await makeTag('text', 'event')
  const samples = [
    { key: tag, value: 'door', sequence: 1n },
    { key: tag, value: 'door', sequence: 2n },
    { key: tag, value: 'lid' },
    { key: tag, value: 'lid', status: 'again' },
  ]
  expect(await writer.write(work(samples))).toEqual({ ...noMore, written: 1, revisions: 2, duplicates: 1 })
  expect(await writer.write(work(samples.slice(1)))).toEqual({ ...noMore, duplicates: 3 })
  expect(await writer.write(work([{ key: tag, value: 'door', sequence: 3n }]))).toMatchObject({
    revisions: 1,
  })
  expect((await stored(tag)).map((row) => row[5])).toEqual(['1', '2', null, '3'])
})

it('puts what it cannot store apart, once, and stores the rest', async () => {
  const [tag, text] = [await makeTag(), await makeTag('text')]
  const given = work([
    { key: tag, value: 1 },
    { key: tag, value: 'no number' },
    { key: tag, value: 2n ** 60n },
    { key: 2 ** 30, value: NaN },
    { key: text, value: 'a\0b' },
    { key: text, value: 'fine', status: 'x\0' },
    { key: text, value: 'fine' },
  ])
  expect(await writer.write(given)).toEqual({ ...noMore, written: 2, quarantined: 5 })
  expect(await writer.write(given)).toEqual({ ...noMore, duplicates: 2, quarantined: 5 })
  const { rows } = await pool.query({
    text: `select value_type, value, cause, raw_status, project_id is not null from quarantine
      where connection_id = $1 order by cause, value`,
    values: [connectionId],
    rowMode: 'array',
  })
  expect(rows).toEqual([
    ['number', 'NaN', 'tag-unknown', null, false],
    ['text', '"a\\u0000b"', 'text-not-storable', null, true],
    ['text', '"fine"', 'text-not-storable', 'x\ufffd', true],
    ['text', '"no number"', 'type-differs', null, true],
    ['integer', '1152921504606846976', 'type-differs', null, true],
  ])
})

it('does not lose what a tag that is deleted meanwhile had, nor the others', async () => {
  const [gone, there] = [await makeTag(), await makeTag()]
  await writer.write(work([{ key: there, value: 0 }]))
  await writer.write({ ...work([{ key: gone, value: 'of another type' }]) })
  await pool.query('delete from tag where id = $1', [gone])
  const samples = [0, 1, 2, 3].map((at) => ({
    key: at % 2 ? gone : there,
    value: at,
    timeUs: startUs + 10 + at,
  }))
  expect(await writer.write(work(samples))).toEqual({ ...noMore, written: 2, quarantined: 2 })
})

it('writes gaps once, whatever becomes of their tag', async () => {
  const tag = await makeTag()
  const gap = { id: randomUUID(), connectionId, cause: 'host-down', fromUs: 1, toUs: 5, count: null }
  const gaps = [
    { ...gap, tagId: tag },
    { ...gap, id: randomUUID(), tagId: 2 ** 30, count: 7 },
    { ...gap, id: randomUUID(), tagId: null, connectionId: null },
  ]
  for (let time = 0; time < 2; time++) await writer.write({ samples: [], refused: [], gaps })
  const { rows } = await pool.query('select tag_id, project_id, count from gap order by tag_id')
  expect(rows).toEqual([
    { tag_id: tag, project_id: project, count: null },
    { tag_id: 2 ** 30, project_id: null, count: '7' },
    { tag_id: null, project_id: null, count: null },
  ])
})

it('loses and doubles nothing with several writers of the same samples', async () => {
  const tags = [await makeTag(), await makeTag()]
  const samples = (value: number) =>
    tags.flatMap((key) => Array.from({ length: 200 }, (_, at) => ({ key, value, timeUs: startUs + at })))
  const writers = Array.from({ length: 6 }, () => new IngestWriter(pool))
  const results = await Promise.all(
    writers.map((one, at) => one.write(work(at % 2 ? samples(at % 3) : samples(at % 3).reverse(), startUs))),
  )
  expect(results.reduce((sum, { written }) => sum + written, 0)).toBe(400)
  const { rows } = await pool.query<{ values: number[] }>(
    `select array_agg(number order by number) as values from sample where tag_id = any($1) group by tag_id, time_us`,
    [tags],
  )
  expect(rows).toHaveLength(400)
  for (const { values } of rows) expect(new Set(values)).toEqual(new Set([0, 1, 2]))
})
