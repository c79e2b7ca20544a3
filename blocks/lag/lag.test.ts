import { describe, expect, it } from 'vitest'
import { valuesOf } from '#test/fixtures/cells.ts'
import { propagate, runForTable } from '#test/fixtures/run-block.ts'
import { expectSameInCuts } from '#test/fixtures/streaming.ts'
import {
  allMissingTable,
  emptyTable,
  minuteUs,
  oneRowTable,
  seededTable,
  seeds,
} from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { gridStepUs } from '#pipeline/ports.ts'
import { run } from './run.ts'
import { lag } from './spec.ts'

const under = { block: lag, run }
const config = { columns: ['level', 'count', 'state', 'running'], lags: [1, 4, 30] }

describe('lag against Polars', { timeout: 60_000 }, () => {
  it('gives the cells of a join on t - k * step', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { duplicates: seed % 4 === 0 }))
    const input = tables.map((table) => ({ step: gridStepUs(table.schema), table: tableForPython(table) }))
    const expected = (await runPython(context, reference, { items: input, ...config })) as Record<
      string,
      unknown[]
    >[]
    for (const [index, table] of tables.entries()) {
      expectTable(await runForTable(under, table, config), expected[index])
    }
  })

  it('equals shift() where no row is absent', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { gaps: 0 }))
    const script = `import polars as pl
def main(input):
    frames = [read_table(t) for t in input]
    return [write_table(f.select(pl.col('level', 'state').shift(7).name.suffix('_lag_7'))) for f in frames]
`
    const expected = (await runPython(context, script, tables.map(tableForPython))) as Record<
      string,
      unknown[]
    >[]
    for (const [index, table] of tables.entries()) {
      const lagged = await runForTable(under, table, { columns: ['level', 'state'], lags: [7] })
      expectTable(lagged, expected[index])
    }
  })
})

const reference = `import polars as pl
def main(input):
    return [lagged(read_table(i['table']), i['step'], input) for i in input['items']]
def lagged(frame, step, input):
    last = frame.unique('time', keep='last', maintain_order=True)
    out = {}
    for name in input['columns']:
        for k in input['lags']:
            wanted = frame.select((pl.col('time') - k * step).alias('time'))
            out[f'{name}_lag_{k}'] = wanted.join(last, on='time', how='left', maintain_order='left')[name].to_list()
    return out
`

describe('lag', () => {
  it.each(seeds)('gives the same bits whole, cut and row by row (seed %i)', async (seed) => {
    const gaps = seed % 3 === 0 ? 0 : undefined
    await expectSameInCuts(under, seededTable(seed, { duplicates: seed % 5 === 0, gaps }), config)
  })

  it('moves quality with its value and keeps a missing value good where there is no row', async () => {
    const table = seededTable(2, { gaps: 0, missing: 0 })
    const lagged = await runForTable(under, table, { columns: ['level'], lags: [3] })
    const quality = Array.from(table.columns[1].quality!)
    expect(Array.from(lagged.columns[7].quality!)).toEqual([0, 0, 0, ...quality.slice(0, -3)])
  })

  it('knows values earlier, with a term for it', () => {
    const table = seededTable(1, { grid: 15 * minuteUs })
    table.schema.columns[1].availabilityUs = 20 * minuteUs
    const { outputs } = propagate(under, table, { columns: ['level'], lags: [4] })
    const schema = outputs!.table
    expect(schema.type === 'table' && schema.table.columns[7]).toMatchObject({
      name: 'level_lag_4',
      nullable: true,
      availabilityUs: -40 * minuteUs,
      availabilityTerms: [
        { code: 'source', us: 20 * minuteUs },
        { code: 'lag', us: -60 * minuteUs },
      ],
    })
  })

  it('has a stated behaviour for no rows, one row and nothing but missing', async () => {
    expect((await runForTable(under, emptyTable(), {})).rows).toBe(0)
    expect(valuesOf(await runForTable(under, oneRowTable(), {}), 'level_lag_1')).toEqual([null])
    const missing = valuesOf(await runForTable(under, allMissingTable(), {}), 'level_lag_1')
    expect(new Set(missing)).toEqual(new Set([null]))
  })

  it('refuses irregular tables, unknown columns, names that exist and rows that step back', async () => {
    const code = (table: Parameters<typeof propagate>[1], more: object = {}) =>
      propagate(under, table, { columns: ['level'], ...more }).findings?.map((finding) => finding.code)
    expect(code(seededTable(1, { grid: 'irregular' }))).toEqual(['grid-uneven'])
    expect(code(seededTable(1), { columns: ['levle'] })).toEqual(['column-missing'])
    expect(code(seededTable(1), { lags: [2, 2] })).toEqual(['column-exists'])
    const shuffled = seededTable(1, { unsorted: true })
    await expect(runForTable(under, shuffled, config)).rejects.toMatchObject({
      code: 'rows-not-in-time-order',
    })
  })
})
