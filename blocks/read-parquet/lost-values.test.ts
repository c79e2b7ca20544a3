import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quoteText, withDuckDb } from '#blocks/duckdb/open.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import { valuesOf } from '#test/fixtures/cells.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { runForTable } from '#test/fixtures/run-block.ts'
import { inspect, run } from './run.ts'
import { readParquet } from './spec.ts'

const under = { block: readParquet, run, inspect }

/** A Parquet file with one column x of these values, as SQL. */
async function parquetOf(...values: string[]): Promise<Buffer> {
  await using folder = await temporary()
  const path = join(folder.path, 'x.parquet')
  const rows = values.map((value) => `select ${value} as x`).join(' union all ')
  const options = { signal: new AbortController().signal, scratchPath: join(folder.path, 'scratch') }
  await withDuckDb(options, (db) => db.run(`copy (${rows}) to ${quoteText(path)} (format parquet)`))
  return readFile(path)
}

async function temporary() {
  const folder = await makeTemporaryFolder()
  return { path: folder.path, [Symbol.asyncDispose]: () => folder.remove() }
}

async function read(file: Buffer, type?: string, first = file) {
  await using local = await localData()
  const config = { timeColumn: null, columns: type === undefined ? [] : [{ source: 'x', type }] }
  const pinned = { file: await local.pin('first.parquet', first), ...config }
  const frozen = await inspected(under, pinned, local.data)
  const later = { ...frozen, file: await local.pin('later.parquet', file) }
  const table = await runForTable(under, {}, later, { data: local.data })
  return { type: table.schema.columns[0].type, values: valuesOf(table, 'x') }
}

const day = Date.UTC(2024, 0, 31) * 1_000

describe('values that a column keeps', () => {
  it.each([
    [['18::ubigint', 'null', '9223372036854775807::ubigint'], undefined, [18n, null, 9223372036854775807n]],
    [['9007199254740992::decimal(38,0)', 'null'], undefined, [9007199254740992, null]],
    [['-9007199254740994::decimal(20,2)', '0.1'], undefined, [-9007199254740994, 0.1]],
    [['90071992547409.9401::decimal(38,4)'], undefined, [90071992547409.9401]],
    [['9007199254740993::bigint'], undefined, [9007199254740993n]],
    [['9007199254740993::decimal(18,0)'], 'integer', [9007199254740993n]],
    [['12345678901234567890123::decimal(38,0)'], 'text', ['12345678901234567890123']],
    [['18446744073709551615::ubigint', 'null'], 'text', ['18446744073709551615', null]],
    [["'12'", "' -7 '", 'null'], 'integer', [12n, -7n, null]],
    [["'1.5'", "'nan'"], 'number', [1.5, NaN]],
    [['0', '1', 'null'], 'boolean', [false, true, null]],
    [["timestamptz '2024-01-31 00:00:00+00'", 'null'], undefined, [day, null]],
    [["timestamptz '9999-12-31 00:00:00+00'"], undefined, [Date.UTC(9999, 11, 31) * 1_000]],
    [['null::integer'], 'time', [null]],
  ])('%j as %s', async (values, type, expected) => {
    expect((await read(await parquetOf(...values), type)).values).toEqual(expected)
  })
})

describe('values that a column would lose', () => {
  it.each([
    [['1::ubigint', '18446744073709551615::ubigint'], undefined, '18446744073709551615'],
    [['1::decimal(38,0)', '9007199254740993'], undefined, '9007199254740993'],
    [['1::decimal(20,2)', '-9007199254740993'], undefined, '-9007199254740993.00'],
    [['1::decimal(38,0)', '12345678901234567890123456789'], undefined, '12345678901234567890123456789'],
    [['1::bigint', '9007199254740993'], 'number', '9007199254740993'],
    [['1::decimal(38,0)', '9223372036854775808'], 'integer', '9223372036854775808'],
    [['1::decimal(4,2)', '1.25'], 'integer', '1.25'],
    [['1::double', '1.5'], 'integer', '1.5'],
    [['1::double', "'nan'::double"], 'integer', 'nan'],
    [["'1'", "'1.5'"], 'integer', '1.5'],
    [["'1'", "'pump'"], 'number', 'pump'],
    [["'1.5'", "'9007199254740993'"], 'number', '9007199254740993'],
    [['1', '5'], 'boolean', '5'],
    [["'true'", "'pump'"], 'boolean', 'pump'],
    [["timestamp '2024-01-31'", "timestamp 'infinity'"], undefined, 'infinity'],
    [
      ["timestamp '2024-01-31'", "timestamp '2999-01-01 00:00:00.000001'"],
      undefined,
      '2999-01-01 00:00:00.000001',
    ],
    [['null', '12'], 'time', '12'],
  ])('%j as %s', async (values, type, found) => {
    const file = await parquetOf(...values)
    const columns = [{ column: 'x', count: 1, rows: [2], found }]
    const refused = { code: 'values-not-kept', params: { count: 1, columns } }
    await expect(read(file, type)).rejects.toMatchObject(refused)
  })

  it('in a later file of a frozen schema', async () => {
    const [first, later] = [await parquetOf('1::ubigint'), await parquetOf('18446744073709551615::ubigint')]
    await expect(read(later, undefined, first)).rejects.toThrow('x (integer): 18446744073709551615, row 1')
  })
})
