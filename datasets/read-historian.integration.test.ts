import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { isMissing } from '#pipeline/table.ts'
import { usePool } from '#test/fixtures/database.ts'
import { readHistorian, writeHistorian } from './historian.ts'

const pool = usePool()
const project = randomUUID()

beforeAll(async () => {
  await pool.query('insert into project (id, name) values ($1, $2)', [project, project])
})

async function makeTag(name: string, type: string, kind = 'state'): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'insert into tag (project_id, name, value_type, class) values ($1, $2, $3, $4) returning id',
    [project, name, type, kind],
  )
  return rows[0].id
}

async function put(tag: number, column: string, samples: [number, number, unknown, number][]): Promise<void> {
  for (const [time, revision, value, quality] of samples)
    await pool.query(
      `insert into sample (project_id, tag_id, time_us, revision, "${column}", quality) values ($1, $2, $3, $4, $5, $6)`,
      [project, tag, time, revision, value, quality],
    )
}

const all = { fromUs: -Infinity, toUs: Infinity }

it.each([
  ['number', 1.5, '-0'],
  ['integer', '7', '8'],
  ['boolean', true, false],
  ['text', 'on', 'off'],
])('a bad sample of a %s without a value is missing, its quality is there', async (type, first, last) => {
  await put(await makeTag(`bad ${type}`, type), type, [
    [1, 1, first, 0],
    [2, 1, null, 2],
    [3, 1, last, 1],
    [4, 1, first, 0],
    [4, 2, null, 2],
  ])
  const [{ values }] = await readHistorian({ pool }, project, { tags: [`bad ${type}`], ...all })
  expect([0, 1, 2, 3].map((row) => isMissing(values, row))).toEqual([false, true, false, true])
  expect([...(values.quality ?? [])]).toEqual([0, 2, 1, 2])
  if (type === 'text') expect(values.dictionary).toEqual(['on', 'off'])
  if (type === 'number') expect([...values.values]).toEqual([1.5, NaN, -0, NaN])
})

it('a good sample without a value is refused', async () => {
  const tag = await makeTag('good', 'number')
  await expect(put(tag, 'number', [[1, 1, null, 0]])).rejects.toMatchObject({ code: '23514' })
})

it('a value over a missing one is the next revision, and the other way round nothing is mixed up', async () => {
  const tag = await makeTag('later', 'number')
  await put(tag, 'number', [[1, 1, null, 2]])
  const sample = {
    tag: 'later',
    times: Float64Array.of(1),
    values: { type: 'number' as const, values: Float64Array.of(NaN), quality: Uint8Array.of(2) },
  }
  expect(await writeHistorian(pool, project, [sample])).toMatchObject({ revisions: 1 })
  expect(await writeHistorian(pool, project, [sample])).toMatchObject({ duplicates: 1 })
})

it('of an event tag every row is there, also across pages', async () => {
  const tag = await makeTag('events', 'integer', 'event')
  await pool.query(
    `insert into sample (project_id, tag_id, time_us, revision, integer)
     select $1::uuid, $2::integer, n / 3, n % 3 + 1, n from generate_series(0, 200002) as n`,
    [project, tag],
  )
  const [{ times, values }] = await readHistorian({ pool }, project, { tags: ['events'], ...all })
  expect(times).toHaveLength(200_003)
  expect(values.values.every((value, row) => Number(value) === row)).toBe(true)
  expect(times.every((time, row) => time === Math.floor(row / 3))).toBe(true)
})
