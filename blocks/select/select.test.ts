import { describe, expect, it } from 'vitest'
import { expectSameBits, propagate, runForTable } from '#test/fixtures/run-block.ts'
import { expectSameInCuts } from '#test/fixtures/streaming.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { select } from './spec.ts'

const under = { block: select, run }
const config = {
  columns: ['state', 'time', 'level'],
  rename: [
    { from: 'level', to: '__proto__' },
    { from: 'time', to: 't' },
  ],
}

describe('select against Polars', { timeout: 60_000 }, () => {
  it('gives the cells of select and rename', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { unsorted: seed % 2 === 0, duplicates: true }))
    const script = `def main(input):
    frames = [read_table(t) for t in input]
    chosen = [f.select('state', 'time', 'level').rename({'level': '__proto__', 'time': 't'}) for f in frames]
    return [{'columns': f.columns, 'cells': [f[n].to_list() for n in f.columns]} for f in chosen]
`
    const expected = (await runPython(context, script, tables.map(tableForPython))) as Reference[]
    for (const [index, table] of tables.entries()) {
      const result = await runForTable(under, table, config)
      expect(result.schema.columns.map((column) => column.name)).toEqual(expected[index].columns)
      for (const [at, name] of expected[index].columns.entries()) {
        expectTable(result, Object.fromEntries([[name, expected[index].cells[at]]]))
      }
    }
  })
})

interface Reference {
  columns: string[]
  cells: unknown[][]
}

describe('select', () => {
  it.each(seeds)('gives the same bits whole, cut and row by row (seed %i)', async (seed) => {
    await expectSameInCuts(under, seededTable(seed, { duplicates: true }), config)
  })

  it('keeps everything by default and the time always', async () => {
    const table = seededTable(3)
    expectSameBits(await runForTable(under, table, {}), table)
    const names = async (more: object) =>
      (await runForTable(under, table, more)).schema.columns.map((column) => column.name)
    expect(await names({ columns: ['level'] })).toEqual(['time', 'level'])
    expect(await names({ columns: ['time', 'level', 'state', 'count'], drop: true })).toEqual([
      'time',
      'amount',
      'counter',
      'running',
    ])
  })

  it('shares the values of a batch instead of copying them', async () => {
    const table = seededTable(3)
    const result = await runForTable(under, table, { columns: ['level'] })
    expect(result.columns[1].values).toBe(table.columns[1].values)
  })

  it('keeps rows as they are: none, one, all missing', async () => {
    for (const table of [emptyTable(), oneRowTable(), allMissingTable()]) {
      expectSameBits(await runForTable(under, table, {}), table)
    }
  })

  it('says which columns are missing or would be there twice', () => {
    const codes = (given: unknown) =>
      propagate(under, seededTable(1), given).findings?.map((finding) => finding.code)
    expect(codes({ columns: ['levle', 'state'] })).toEqual(['column-missing'])
    expect(codes({ columns: ['level', 'level'] })).toEqual(['column-exists'])
    expect(codes({ rename: [{ from: 'level', to: 'state' }] })).toEqual(['column-exists'])
    const two = ['x', 'y'].map((to) => ({ from: 'level', to }))
    expect(codes({ rename: two })).toEqual(['select.renamed-twice'])
    expect(codes({ rename: [two[0], two[0]] })).toEqual(['select.renamed-twice'])
    expect(codes({ columns: ['state'], rename: [{ from: 'level', to: 'x' }] })).toEqual(['column-missing'])
  })
})
