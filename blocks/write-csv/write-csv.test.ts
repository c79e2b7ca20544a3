import { describe, expect, it } from 'vitest'
import { inspect, run as runRead } from '#blocks/read-csv/run.ts'
import { readCsv } from '#blocks/read-csv/spec.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { Table } from '#pipeline/table.ts'
import { column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import type { LocalData } from '#test/fixtures/local-data.ts'
import { propagate, runBlock, runForTable } from '#test/fixtures/run-block.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { writeCsv } from './spec.ts'

const under = { block: writeCsv, run }
const reader = { block: readCsv, run: runRead, inspect }

async function write(local: LocalData, table: Table, config: object = {}): Promise<FileRef> {
  const { outputs } = await runBlock(under, table, config, { data: local.data })
  if (outputs.file.type !== 'report') throw new Error('no file')
  return outputs.file.file
}

async function textOf(table: Table, config: object = {}): Promise<string> {
  await using local = await localData()
  return (await local.read(await write(local, table, config))).toString()
}

describe('write-csv', () => {
  it('is read by Polars cell by cell', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { unsorted: true, duplicates: true }))
    const texts = await Promise.all(tables.map((table) => textOf(table, { missing: 'NA', time: 'epoch-us' })))
    const script = `import io
import polars as pl
types = {'time': pl.Int64, 'level': pl.Float64, 'amount': pl.Float64, 'counter': pl.Float64, 'count': pl.Int64, 'state': pl.String, 'running': pl.Boolean}
def main(texts):
    return [write_table(pl.read_csv(io.BytesIO(t.encode()), null_values=['NA'], schema_overrides=types)) for t in texts]
`
    const cells = (await runPython(context, script, texts)) as Record<string, unknown[]>[]
    tables.forEach((table, index) => expectTable(table, cells[index]))
  })

  it.each([
    ['commas', {}],
    ['semicolons', { separator: ';', decimalMark: ',', byteOrderMark: true, lineEnd: 'crlf' }],
    ['tabs and offsets', { separator: '\t', time: 'iso-offset' }],
    ['pipes and epoch', { separator: '|', time: 'epoch-us' }],
  ])('comes back through read-csv: %s', async (_name, config) => {
    await using local = await localData()
    for (const seed of seeds.slice(0, 8)) {
      const table = seededTable(seed)
      const file = await write(local, table, { ...config, missing: 'NA' })
      const rules = {
        missingTokens: ['NA'],
        zone: 'Europe/Berlin',
        columns: [{ source: 'count', type: 'integer' }],
      }
      const frozen = await inspected(reader, { file, ...rules }, local.data)
      const back = await runForTable(reader, {}, frozen, { data: local.data })
      for (const { name } of table.schema.columns) expect(valuesOf(back, name)).toEqual(valuesOf(table, name))
    }
  })

  it('writes local clocks, quotes and fractions as stated', async () => {
    const schema = {
      columns: [column('t', 'time'), column('say "x"', 'text'), column('v', 'number')],
      time: { column: 't', zone: 'Europe/Berlin', grid: 'irregular' as const },
    }
    const table = tableFromRows(schema, {
      t: [Date.UTC(2024, 6, 1) * 1_000, Date.UTC(2024, 0, 1) * 1_000 + 1_500],
      'say "x"': ['a;b', null],
      v: [0.1, 1e21],
    })
    const config = { separator: ';', decimalMark: ',' }
    expect(await textOf(table, { ...config, time: 'iso-local' })).toBe(
      't;"say ""x""";v\n2024-07-01T02:00:00;"a;b";0,1\n2024-01-01T01:00:00.0015;;1e+21\n',
    )
    expect(await textOf(table, { ...config, time: 'iso-offset', header: false })).toContain(
      '2024-07-01T02:00:00+02:00;',
    )
    expect(await textOf(table, config)).toContain('2024-01-01T00:00:00.0015Z;')
  })

  it('writes a header for no rows, one line for one row, empty cells for missing ones', async () => {
    expect((await textOf(emptyTable())).split('\n')).toHaveLength(2)
    expect((await textOf(oneRowTable())).split('\n')).toHaveLength(3)
    expect((await textOf(allMissingTable())).split('\n')[1]).toMatch(/^[^,]+,{6}$/)
  })

  it('keeps the rows of a lone column that is missing', async () => {
    const table = tableFromRows({ columns: [column('x', 'number')] }, { x: [1, null, 2] })
    expect(await textOf(table)).toBe('x\n1\n""\n2\n')
  })

  it('refuses a separator that is the decimal mark', () => {
    const { findings } = propagate(under, emptyTable(), { separator: ',', decimalMark: ',' })
    expect(findings).toMatchObject([{ code: 'write-csv.same-mark', field: 'separator' }])
  })
})
