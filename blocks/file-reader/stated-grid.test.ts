import { describe, expect, it } from 'vitest'
import { inspect as inspectCsv, run as runCsv } from '#blocks/read-csv/run.ts'
import { readCsv } from '#blocks/read-csv/spec.ts'
import { inspect as inspectParquet, run as runParquet } from '#blocks/read-parquet/run.ts'
import { readParquet } from '#blocks/read-parquet/spec.ts'
import { run as runWrite } from '#blocks/write-parquet/run.ts'
import { writeParquet } from '#blocks/write-parquet/spec.ts'
import type { TableSchema } from '#pipeline/ports.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { propagate, runBlock, runForTable } from '#test/fixtures/run-block.ts'

const csv = { block: readCsv, run: runCsv, inspect: inspectCsv }
const parquet = { block: readParquet, run: runParquet, inspect: inspectParquet }
const writer = { block: writeParquet, run: runWrite }

const textOf = (times: string[]): string =>
  `t,x\n${times.map((time, row) => `2024-01-01T${time},${row}\n`).join('')}`

/** The schema in front of a run and behind it, from the same times in a CSV and in a Parquet file. */
async function schemasOf(times: string[], config: object = {}): Promise<TableSchema[]> {
  await using local = await localData()
  const file = await local.pin('a.csv', textOf(times))
  const stated = { timeColumn: 't', ...config }
  const frozen = await inspected(csv, { file, ...stated }, local.data)
  const table = await runForTable(csv, {}, frozen, { data: local.data })
  const { outputs } = await runBlock(writer, table, {}, { data: local.data })
  if (outputs.file.type !== 'report') throw new Error('no file')
  const again = await inspected(parquet, { file: outputs.file.file, ...stated }, local.data)
  return [table.schema, (await runForTable(parquet, {}, again, { data: local.data })).schema]
}

const quarter = { stepUs: 900e6 }

describe.each([
  ['no row', []],
  ['one row', ['06:00']],
  ['a single time', ['06:00', '06:00']],
])('%s', (_, times) => {
  it('has no grid', async () => {
    for (const { time } of await schemasOf(times)) expect(time?.grid).toBe('irregular')
  })

  it('has the grid that people state, and is known when its interval ends', async () => {
    for (const { time, columns } of await schemasOf(times, { grid: '15 min', stamp: 'interval-start' })) {
      expect(time?.grid).toEqual(quarter)
      expect(columns.find(({ name }) => name === 'x')?.availabilityUs).toBe(900e6)
    }
  })
})

it('a stated grid may be finer than the rows tell, and has to fit them', async () => {
  for (const { time } of await schemasOf(['00:00', '00:30', '01:00'], { grid: '15 min' }))
    expect(time?.grid).toEqual(quarter)
  const refused = {
    code: 'data-differs',
    params: { differences: [{ kind: 'grid', column: 't', expected: 1_200e6 }] },
  }
  await expect(schemasOf(['00:00', '00:30', '01:00'], { grid: '20 min' })).rejects.toMatchObject(refused)
})

it('is checked when the file is looked at, before anything runs', async () => {
  await using local = await localData()
  const file = await local.pin('a.csv', textOf(['00:00', '00:30']))
  const refused = { code: 'data-differs', params: { differences: [{ kind: 'grid', expected: 1_200e6 }] } }
  await expect(inspected(csv, { file, grid: '20 min' }, local.data)).rejects.toMatchObject(refused)
  const table = await runForTable(csv, {}, await inspected(csv, { file }, local.data), { data: local.data })
  const { outputs } = await runBlock(writer, table, {}, { data: local.data })
  const written = outputs.file.type === 'report' ? outputs.file.file : undefined
  const looked = inspected(parquet, { file: written, grid: '20 min' }, local.data)
  await expect(looked).rejects.toMatchObject(refused)
})

it('counts where it is stated after the schema was frozen', async () => {
  await using local = await localData()
  const frozen = await inspected(csv, { file: await local.pin('a.csv', textOf(['06:00'])) }, local.data)
  const config = { ...frozen, grid: '1 h', stamp: 'interval-start' }
  expect(propagate(csv, {}, config).outputs?.table).toMatchObject({
    table: { time: { grid: { stepUs: 3_600e6 } } },
  })
  const file = await local.pin('b.csv', textOf(['06:00', '06:30']))
  const refused = { code: 'data-differs', params: { differences: [{ kind: 'grid', expected: 3_600e6 }] } }
  await expect(runForTable(csv, {}, { ...config, file }, { data: local.data })).rejects.toMatchObject(refused)
  expect(propagate(csv, {}, { ...config, grid: undefined }).findings).toMatchObject([
    { code: 'read-csv.delay-unknown' },
  ])
})

it('rows of one time leave the grid as it is', async () => {
  for (const { time } of await schemasOf(['00:00', '00:15', '00:15', '00:30', '01:00']))
    expect(time?.grid).toEqual(quarter)
})
