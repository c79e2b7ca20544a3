import { describe, expect, it } from 'vitest'
import { column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import { propagate, runForTable } from '#test/fixtures/run-block.ts'
import { expectSameInCuts } from '#test/fixtures/streaming.ts'
import {
  allMissingTable,
  emptyTable,
  hourUs,
  minuteUs,
  oneRowTable,
  seededTable,
  seeds,
} from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import type { Table } from '#pipeline/table.ts'
import { run } from './run.ts'
import { rollingStatistics, statistics } from './spec.ts'

const under = { block: rollingStatistics, run }
const all = { columns: ['level', 'counter'], statistics: [...statistics] }

/** Every window by itself. */
const reference = `import numpy as np
def main(input):
    return [rolled(read_table(i['table']), i) for i in input]
def rolled(frame, i):
    out, times = {}, frame['time'].to_numpy()
    ends = times - i['offset']
    first, end = np.searchsorted(times, ends - i['window'], 'right'), np.searchsorted(times, ends, 'right')
    for name in ['level', 'counter']:
        present, values = frame[name].is_not_null().to_numpy(), frame[name].fill_null(0).to_numpy()
        windows = [values[a:b][present[a:b]] for a, b in zip(first, end)]
        for key, stat in stats.items():
            least = max(i['minCount'], 2 if key == 'std' else 1)
            out[f'{name}_{key}_{i["name"]}'] = [None if len(w) < least else float(stat(w)) for w in windows]
        out[f'{name}_count_{i["name"]}'] = [len(w) for w in windows]
    return out
stats = {'mean': np.mean, 'min': np.min, 'max': np.max, 'std': lambda w: np.std(w, ddof=1), 'sum': np.sum, 'median': np.median}
`

describe('rolling statistics against NumPy and Polars', { timeout: 60_000 }, () => {
  it('gives the statistics of every window by itself', async (context) => {
    const cases = seeds.map((seed) => {
      const irregular = seed % 4 === 1
      const table = seededTable(seed, {
        rows: 120,
        duplicates: seed % 3 === 0,
        ...(irregular && { grid: 'irregular' }),
      })
      const [window, windowUs] = seed % 2 ? ['3 h', 3 * hourUs] : ['45 min', 45 * minuteUs]
      const offset = seed % 5 === 0 ? 30 : 0
      const name = `${window.replace(' ', '')}${offset ? '_before_30min' : ''}`
      return { table, window, offset, minCount: 1 + (seed % 3), windowUs, name }
    })
    const input = cases.map((one) => ({
      ...one,
      table: tableForPython(one.table),
      window: one.windowUs,
      offset: one.offset * minuteUs,
    }))
    const expected = (await runPython(context, reference, input)) as Record<string, unknown[]>[]
    for (const [index, { table, window, offset, minCount }] of cases.entries()) {
      const config = { ...all, window, offset: `${offset} min`, minCount }
      const result = await runForTable(under, table, config)
      expectTable(result, expected[index], { relative: 1e-11, absolute: 1e-8 })
    }
  })

  it('equals rolling_mean_by and rolling_median_by of whole columns', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { rows: 2000, nan: 0, grid: minuteUs }))
    const script = `import polars as pl
def main(input):
    return [write_table(one(read_table(t))) for t in input]
def one(frame):
    t = pl.from_epoch(pl.col('time'), 'us')
    names = {'mean': pl.Expr.rolling_mean_by, 'median': pl.Expr.rolling_median_by, 'max': pl.Expr.rolling_max_by}
    return frame.with_columns(t).select(f(pl.col('level'), 'time', '128m').alias(f'level_{n}_128min') for n, f in names.items())
`
    const expected = (await runPython(context, script, tables.map(tableForPython))) as Record<
      string,
      unknown[]
    >[]
    const config = { columns: ['level'], statistics: ['mean', 'median', 'max'], window: '128 min' }
    for (const [index, table] of tables.entries()) {
      expectTable(await runForTable(under, table, config), expected[index], { relative: 1e-12 })
    }
  })
})

describe('rolling statistics', () => {
  it.each(seeds)('give the same bits whole, cut and row by row (seed %i)', async (seed) => {
    const grid = seed % 4 === 0 ? 'irregular' : undefined
    const table = seededTable(seed, { rows: 150, duplicates: seed % 3 === 0, grid })
    const config = { ...all, window: seed % 2 ? '2 h' : '7 min', offset: seed % 5 ? '0 min' : '20 min' }
    await expectSameInCuts(under, table, config)
  })

  it('do not drift: a window of small values after a huge one is exact', async () => {
    const schema = {
      columns: [column('time', 'time'), column('x', 'number')],
      time: { column: 'time', zone: 'UTC', grid: { stepUs: minuteUs } },
    }
    const rows = 1_000
    const time = Array.from({ length: rows }, (_, row) => row * minuteUs)
    const table = tableFromRows(schema, { time, x: time.map((_, row) => (row === 3 ? 1e18 : 0.5)) })
    const config = { statistics: ['sum', 'std', 'mean'], window: '10 min' }
    const result = await runForTable(under, table, config)
    expect(valuesOf(result, 'x_sum_10min').slice(13)).toEqual(time.slice(13).map(() => 5))
    expect(valuesOf(result, 'x_std_10min').slice(13)).toEqual(time.slice(13).map(() => 0))
  })

  it('take the worst quality of the values in the window', async () => {
    const schema = {
      columns: [column('time', 'time'), column('x', 'number', { quality: true })],
      time: { column: 'time', zone: 'UTC', grid: { stepUs: minuteUs } },
    }
    const x = [
      { value: 1, quality: 2 },
      { value: 2 },
      { value: 3, quality: 1 },
      { value: null, quality: 2 },
      { value: 4 },
    ]
    const table = tableFromRows(schema, { time: x.map((_, row) => row * minuteUs), x })
    const result = await runForTable(under, table, { window: '2 min' })
    expect(Array.from(result.columns[2].quality!)).toEqual([2, 2, 1, 1, 0])
  })

  it('are known with the last row of the window, which the offset moves', () => {
    const described = (offset: string) => {
      const { outputs } = propagate(under, withUnit('Cel', 'temperature'), {
        columns: ['level'],
        statistics: ['std'],
        offset,
      })
      return outputs!.table.type === 'table' && outputs!.table.table.columns.at(-1)
    }
    expect(described('0 min')).toMatchObject({ name: 'level_std_1h', availabilityUs: 0, unit: 'K' })
    expect(described('2 h')).toMatchObject({
      name: 'level_std_1h_before_2h',
      availabilityUs: -2 * hourUs,
      quantity: 'temperature.difference',
    })
  })

  it.each([
    ['Cel', undefined],
    ['Cel', 'temperature'],
    ['bar', 'pressure.gauge'],
  ])('refuse the sum of %s of %s, which has a zero of its own', (unit, quantity) => {
    const found = (columns: string[]) =>
      propagate(under, withUnit(unit, quantity), { columns, statistics: ['mean', 'sum'] }).findings
    const expected = { code: 'quantity', params: { column: 'level' } }
    expect(found(['amount', 'level'])).toMatchObject([{ ...expected, field: 'columns.1' }])
    expect(found([])).toMatchObject([{ ...expected, field: 'statistics' }])
    expect(found(['amount'])).toBeUndefined()
  })

  it('sum differences and what has no unit', () => {
    for (const [unit, quantity] of [
      ['K', 'temperature.difference'],
      [undefined, undefined],
      ['bar', 'pressure.absolute'],
    ])
      expect(propagate(under, withUnit(unit, quantity), { statistics: ['sum'] }).findings).toBeUndefined()
  })

  it('have a stated behaviour for no rows, one row and nothing but missing', async () => {
    const config = { ...all, columns: ['level'] }
    expect((await runForTable(under, emptyTable(), config)).rows).toBe(0)
    const one = oneRowTable()
    const [level] = valuesOf(one, 'level')
    const result = await runForTable(under, one, config)
    expect(statistics.map((name) => valuesOf(result, `level_${name}_1h`)[0])).toEqual([
      level,
      level,
      level,
      null,
      level,
      1,
      level,
    ])
    const nothing = await runForTable(under, allMissingTable(), config)
    expect(new Set(valuesOf(nothing, 'level_mean_1h'))).toEqual(new Set([null]))
    expect(new Set(valuesOf(nothing, 'level_count_1h'))).toEqual(new Set([0]))
  })

  it('refuse texts, tables without time and rows that step back', async () => {
    const codes = (table: Parameters<typeof propagate>[1], columns: string[]) =>
      propagate(under, table, { columns }).findings?.map((finding) => finding.code)
    const table = seededTable(1)
    expect(codes(table, ['state'])).toEqual(['column-type'])
    expect(codes({ ...table, schema: { columns: table.schema.columns } }, ['level'])).toEqual([
      'time-missing',
    ])
    const shuffled = seededTable(1, { unsorted: true })
    await expect(runForTable(under, shuffled, all)).rejects.toMatchObject({ code: 'rows-not-in-time-order' })
  })
})

/** The seeded table with another unit of its level. */
function withUnit(unit?: string, quantity?: string): Table {
  const table = seededTable(1)
  const columns = table.schema.columns.map((item) =>
    item.name === 'level' ? { ...item, unit, quantity } : item,
  )
  return { ...table, schema: { ...table.schema, columns } }
}
