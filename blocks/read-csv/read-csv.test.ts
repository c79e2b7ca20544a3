import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { utcToLocal } from '#blocks/time-zone/zone-table.ts'
import type { Table } from '#pipeline/table.ts'
import { timesOf } from '#pipeline/table.ts'
import { cellAt, valuesOf } from '#test/fixtures/cells.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { propagate, runBlock, runForTable } from '#test/fixtures/run-block.ts'
import { allMissingTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { expectCells, expectTable } from '#test/reference/compare.ts'
import { runPython } from '#test/reference/python.ts'
import { inspect, run } from './run.ts'
import { readCsv } from './spec.ts'

const under = { block: readCsv, run, inspect }

async function read(text: string | Uint8Array, config: object = {}): Promise<Table> {
  await using local = await localData()
  const file = await local.pin('table.csv', text)
  const frozen = await inspected(under, { file, ...config }, local.data)
  return await runForTable(under, {}, frozen, { data: local.data })
}

/** A table as the text of some dialect; NA is missing, times are epoch µs. */
function csvOf(table: Table, seed: number): { text: string; separator: string; decimal: string } {
  const random = seededRandom(seed + 31)
  const [separator, decimal] = random.pick([
    [',', '.'],
    [';', ','],
    ['\t', '.'],
    ['|', ','],
  ])
  const end = random.pick(['\n', '\r\n'])
  const cell = (at: number, row: number): string => {
    const { value } = cellAt(table.columns[at], row)
    if (value === null) return 'NA'
    if (typeof value === 'number') return String(value).replace('.', decimal)
    return typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value)
  }
  const lines = [table.schema.columns.map((column) => column.name).join(separator)]
  for (let row = 0; row < table.rows; row++)
    lines.push(table.columns.map((_, at) => cell(at, row)).join(separator))
  return { text: (random.chance(0.5) ? '\ufeff' : '') + lines.join(end) + end, separator, decimal }
}

const rules = {
  missingTokens: ['NA'],
  timeStepsBack: 'sort',
  columns: [{ source: 'count', type: 'integer' }],
}

describe('read-csv against Polars', () => {
  const tables = seeds.map((seed) =>
    seededTable(seed, { duplicates: seed % 4 === 0, unsorted: seed % 3 === 0 }),
  )
  const files = tables.map((table, index) => csvOf(table, seeds[index]))

  it('reads the same cells', async (context) => {
    const script = `import io
import polars as pl
types = {'time': pl.Int64, 'level': pl.Float64, 'amount': pl.Float64, 'counter': pl.Float64, 'count': pl.Int64, 'state': pl.String, 'running': pl.Boolean}
def main(files):
    out = []
    for f in files:
        frame = pl.read_csv(io.BytesIO(f['text'].encode()), separator=f['separator'], decimal_comma=f['decimal'] == ',',
            null_values=['NA'], schema_overrides=types)
        out.append(write_table(frame.sort('time', maintain_order=True)))
    return out
`
    const expected = (await runPython(context, script, files)) as Record<string, unknown[]>[]
    for (const [index, { text }] of files.entries()) expectTable(await read(text, rules), expected[index])
  })
})

describe('local time against pandas', () => {
  const tables = seeds.map((seed) => seededTable(seed, { missing: 0, nan: 0 }))
  const clocks = tables.map((table) =>
    Array.from(utcToLocal(timesOf(table), 'Europe/Berlin'), (us) =>
      new Date(us / 1_000).toISOString().slice(0, 19),
    ),
  )

  it('converts Berlin clocks, doubled and missing hours', async (context) => {
    const script = `import pandas as pd
def main(clocks):
    out = []
    for c in clocks:
        s = pd.Series(pd.to_datetime(c))
        both = {}
        for name, first in (('earlier', True), ('later', False)):
            t = s.dt.tz_localize('Europe/Berlin', ambiguous=[first] * len(s), nonexistent=pd.Timedelta('1h'))
            both[name] = [int(v) for v in t.dt.tz_convert('UTC').dt.tz_localize(None).astype('datetime64[us]').astype('int64')]
        out.append(both)
    return out
`
    const expected = (await runPython(context, script, clocks)) as Record<string, number[]>[]
    for (const [index, clock] of clocks.entries()) {
      for (const doubledHour of ['earlier', 'later']) {
        const text = `t,row\n${clock.map((time, row) => `${time},${row}`).join('\n')}\n`
        const config = { zone: 'Europe/Berlin', doubledHour, missingHour: 'shift', timeStepsBack: 'sort' }
        const table = await read(text, config)
        const order = valuesOf(table, 'row').map(Number)
        expectCells(
          table,
          't',
          order.map((row) => expected[index][doubledHour][row]),
        )
      }
    }
  })
})

describe('the frozen schema', () => {
  const first = 't,a,b\n2024-01-01T00:00,1.5,x\n2024-01-01T01:00,2.5,y\n2024-01-01T02:00,3.5,z\n'

  async function runOther(other: string, config: object = {}): Promise<Table> {
    await using local = await localData()
    const frozen = await inspected(under, { file: await local.pin('a.csv', first), ...config }, local.data)
    return await runForTable(
      under,
      {},
      { ...frozen, file: await local.pin('b.csv', other) },
      { data: local.data },
    )
  }
  const differences = (items: object[]) => ({ code: 'data-differs', params: { differences: items } })

  it('reads another file of the same kind, also with its columns in another order', async () => {
    const table = await runOther('b,t,a\nq,2024-02-01T00:00,7\n')
    expect([valuesOf(table, 'a'), valuesOf(table, 'b')]).toEqual([[7], ['q']])
  })

  it.each([
    [
      'missing and extra columns',
      't,a,c\n2024-01-01T00:00,1,x\n',
      [
        { kind: 'column-missing', column: 'b' },
        { kind: 'column-extra', column: 'c' },
      ],
    ],
    [
      'another type',
      't,a,b\n2024-01-01T00:00,low,x\n2024-01-01T01:00,high,x\n',
      [{ kind: 'type', column: 'a', expected: 'number', line: 2, found: 'low' }],
    ],
    [
      'a missing value',
      't,a,b\n2024-01-01T00:00,1,x\n2024-01-01T01:00,,x\n',
      [{ kind: 'missing', column: 'a', line: 3 }],
    ],
    [
      'rows off the grid',
      't,a,b\n2024-01-01T00:00,1,x\n2024-01-01T00:07,1,x\n',
      [{ kind: 'grid', column: 't', expected: 3_600e6 }],
    ],
  ])('refuses %s with the difference', async (_name, other, items) => {
    await expect(runOther(other)).rejects.toMatchObject(differences(items))
  })

  it('names bad rows by line, or leaves them out and says so', async () => {
    const other =
      't,a,b\n2024-01-01T00:00,1,x\n2024-01-01T01:00,oops,x\n2024-01-01T02:00,3\n2024-01-01T03:00,4,x\n'
    await expect(runOther(other)).rejects.toMatchObject({
      code: 'bad-rows',
      params: { count: 2, lines: [3, 4] },
    })
    await using local = await localData()
    const frozen = await inspected(
      under,
      { file: await local.pin('a.csv', first), onBadRow: 'skip' },
      local.data,
    )
    const config = { ...frozen, file: await local.pin('b.csv', other) }
    const { outputs, logs } = await runBlock(under, {}, config, { data: local.data })
    expect(outputs.table.type === 'table' && outputs.table.table.rows).toBe(2)
    expect(logs.find((log) => log.code === 'bad-rows-skipped')).toMatchObject({
      level: 'warning',
      params: { count: 2, lines: [3, 4] },
    })
  })
})

describe('the example', () => {
  it('reads its file', async () => {
    await using local = await localData()
    const { file, ...config } = readCsv.example!.config as { file: string }
    const pinned = await local.pin(file, await readFile(new URL(file, import.meta.url)))
    const frozen = await inspected(under, { ...config, file: pinned }, local.data)
    const table = await runForTable(under, {}, frozen, { data: local.data })
    expect(valuesOf(table, 'power')).toEqual([1234.5, 1180, null, 990.25])
    expect(table.schema.columns[1]).toMatchObject({ name: 'power', unit: 'kW', kind: 'level' })
    expect(timesOf(table)[0]).toBe(Date.parse('2024-02-29T23:00:00Z') * 1_000)
  })
})

describe('what comes out', () => {
  it('has the names, units and delays that people state', async () => {
    await using local = await localData()
    const file = await local.pin('a.csv', 't;p;lab\n2024-01-01 00:00;1,5;3\n2024-01-01 00:15;2,5;4\n')
    const config = await inspected(
      under,
      {
        file,
        stamp: 'interval-start',
        columns: [
          { source: 'p', name: 'power', unit: 'kW', kind: 'level' },
          { source: 'lab', stamp: 'instant', availabilityUs: 4 * 3_600e6 },
        ],
      },
      local.data,
    )
    const { outputs } = propagate(under, {}, config)
    expect(outputs?.table).toMatchObject({
      table: {
        columns: [
          { name: 't', type: 'time', availabilityUs: null },
          { name: 'power', unit: 'kW', kind: 'level', stamp: 'interval-start', availabilityUs: 900e6 },
          { name: 'lab', stamp: 'instant', availabilityUs: 4 * 3_600e6 },
        ],
        time: { column: 't', grid: { stepUs: 900e6 } },
      },
    })
  })

  it('tells unknown columns with near names, and nothing before it was inspected', async () => {
    await using local = await localData()
    const file = await local.pin('a.csv', 'power\n1\n')
    const config = await inspected(under, { file, columns: [{ source: 'powr', unit: 'kW' }] }, local.data)
    expect(propagate(under, {}, config).findings).toMatchObject([
      { code: 'column-missing', params: { near: ['power'] } },
    ])
    expect(propagate(under, {}, { file })).toEqual({})
  })

  it.each([
    ['no byte', '', 0],
    ['a header', 'a,b\n', 0],
    ['one row', 'a,b\n1,2\n', 1],
    ['one row without line end', 'a,b\n1,2', 1],
  ])('has rows for %s', async (_name, text, rows) => expect((await read(text)).rows).toBe(rows))

  it('takes a stated time column as time though the file has no row yet, or its name says nothing', async () => {
    expect((await read('when,a\n', { timeColumn: 'when' })).schema.time?.column).toBe('when')
    const table = await read('when,a\n1704067200,1\n1704067260,2\n', { timeColumn: 'when' })
    expect(timesOf(table)).toEqual(Float64Array.of(1704067200e6, 1704067260e6))
  })

  it('reports times that are missing or beyond the years that µs can tell', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, row) => `2024-01-01T${String(row).padStart(2, '0')}:00,1\n`,
    ).join('')
    await expect(read(`t,a\n${rows},2\n9999-12-31T00:00,3\n`)).rejects.toMatchObject({
      code: 'bad-rows',
      params: { count: 2, lines: [22, 23] },
    })
  })

  it('keeps columns missing that have no value', async () => {
    const table = await read(csvOf(allMissingTable(), 3).text, { missingTokens: ['NA'] })
    expect(table.schema.columns.slice(1).every((column) => column.nullable)).toBe(true)
    expect(valuesOf(table, 'level').every((value) => value === null)).toBe(true)
  })

  it('is the same for files far longer than a chunk, with rows across its border', async () => {
    const rows = 120_000
    const text = `n,x,s\n${Array.from({ length: rows }, (_, row) => `${row},${row / 8},"text ${row % 1_000}, ""q"""`).join('\n')}`
    const table = await read(text)
    expect(table.rows).toBe(rows)
    expect(valuesOf(table, 'n').every((value, row) => value === BigInt(row))).toBe(true)
    expect(valuesOf(table, 'x').every((value, row) => value === row / 8)).toBe(true)
    expect(valuesOf(table, 's').every((value, row) => value === `text ${row % 1_000}, "q"`)).toBe(true)
  })

  it('refuses bytes that are no text in the stated encoding', async () => {
    const bytes = Buffer.concat([Buffer.from('a;b\n1;x\n2;'), Buffer.from([0xfc]), Buffer.from('\n')])
    await expect(read(bytes, { encoding: 'utf-8' })).rejects.toMatchObject({ code: 'encoding-wrong' })
    expect(valuesOf(await read(bytes), 'b')).toEqual(['x', 'ü'])
  })
})
