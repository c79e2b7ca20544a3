import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import { propagate, runForTable, runInCuts } from '#test/fixtures/run-block.ts'
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
import { expectCells, expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import type { Column } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import { aggregations } from './aggregation.ts'
import { run } from './run.ts'
import { resample } from './spec.ts'

const under = { block: resample, run }
const numeric = ['level', 'amount', 'counter']
const every = numeric.flatMap((name) => aggregations.map((aggregation) => ({ column: name, aggregation })))
const others = ['count', 'state', 'running'].flatMap((name) =>
  (['first', 'last', 'count'] as const).map((aggregation) => ({ column: name, aggregation })),
)
const columns = [
  ...every,
  ...others,
  { column: 'count', aggregation: 'min' as const },
  { column: 'count', aggregation: 'max' as const },
]

/** Steps with the reference's name for them. */
const steps = [
  { step: '1 h', every: '1h' },
  { step: '4 h', every: '4h' },
  { step: '1 d', every: '1d' },
  { step: '37 min', every: '37m' },
]

describe('resample against Polars', { timeout: 60_000 }, () => {
  it('gives the aggregates of every bucket, and a row for those without', async (context) => {
    const cases = seeds.map((seed) => {
      const stamp = seed % 3 === 0 ? 'interval-end' : 'instant'
      const grid = seed % 4 === 1 ? 'irregular' : seed % 2 ? 15 * minuteUs : minuteUs
      const table = seededTable(seed, { rows: 400, stamp, grid, duplicates: seed % 5 === 0, gaps: 0.15 })
      return {
        table,
        grid,
        ...steps[seed % steps.length],
        label: seed % 7 < 3 ? 'interval-end' : 'interval-start',
      }
    })
    const input = cases.map((one) => ({
      ...one,
      table: tableForPython(one.table),
      right: one.table.schema.columns[1].stamp === 'interval-end',
      zone: one.every.endsWith('d') ? 'Europe/Berlin' : 'UTC',
    }))
    const reference = await readFile(
      new URL('../../test/reference/scripts/resample.py', import.meta.url),
      'utf8',
    )
    const expected = (await runPython(context, reference, input)) as Record<string, unknown[]>[]
    for (const [index, { table, step, label }] of cases.entries()) {
      const result = await runForTable(under, table, { step, label, columns })
      expectTable(result, expected[index], { relative: 1e-11, absolute: 1e-9 })
    }
  })

  it('weighs by time as samples of every minute do', async (context) => {
    const cases = seeds.map((seed) => {
      const table = seededTable(seed, { rows: 200, grid: seed % 2 ? minuteUs : 15 * minuteUs, gaps: 0.2 })
      return { table, hold: seed % 3 ? '1 h' : '20 min', holdUs: seed % 3 ? hourUs : 20 * minuteUs }
    })
    const script = `import polars as pl
def main(input):
    return [weighted(read_table(i['table']), i['holdUs']) for i in input]
def weighted(f, hold):
    minute = 60_000_000
    f = f.select('time', pl.col('level'), pl.col('time').alias('at'))
    grid = pl.DataFrame({'time': pl.int_range(f['time'][0], f['time'][-1] + hold, minute, eager=True)})
    held = grid.join_asof(f, on='time').filter(pl.col('time') - pl.col('at') < hold)
    hours = held.group_by(pl.col('time') // 3_600_000_000 * 3_600_000_000).agg(pl.col('level').drop_nulls().mean())
    first, last = f['time'][0] // 3_600_000_000, f['time'][-1] // 3_600_000_000
    whole = pl.DataFrame({'time': [h * 3_600_000_000 for h in range(first, last + 1)]}).join(hours, on='time', how='left', maintain_order='left')
    return write_table(whole)
`
    const input = cases.map((one) => ({ ...one, table: tableForPython(one.table) }))
    const expected = (await runPython(context, script, input)) as Record<string, unknown[]>[]
    for (const [index, { table, hold }] of cases.entries()) {
      const config = { hold, columns: [{ column: 'level', aggregation: 'time-weighted-mean' }] }
      expectTable(await runForTable(under, table, config), expected[index], { relative: 1e-11 })
    }
  })
})

describe('resample', () => {
  it.each(seeds)('gives the same bits whole, cut and row by row (seed %i)', async (seed) => {
    const stamp = seed % 3 === 0 ? 'interval-end' : 'instant'
    const grid = seed % 4 === 1 ? 'irregular' : undefined
    const table = seededTable(seed, { rows: 80, stamp, grid, duplicates: seed % 5 === 0 })
    const label = seed % 8 < 4 ? 'interval-start' : 'interval-end'
    const { step } = steps[seed % 2 ? 0 : seed % 3]
    const asked = [...every.slice(0, 9), ...others.slice(3, 6), every[9], every[21]]
    await expectSameInCuts(under, table, { step, label, columns: asked, hold: '2 h' })
  })

  it('counts 23, 24 and 25 hours into local days', async () => {
    const hours = async (startUs: number) => {
      const table = seededTable(1, { startUs, grid: hourUs, gaps: 0, missing: 0, nan: 0, rows: 80 })
      const config = { step: '1 d', columns: [{ column: 'level', aggregation: 'count' }] }
      const days = await runForTable(under, table, config)
      expect(days.schema.time!.grid).toBe('irregular')
      const midnights = valuesOf(days, 'time').map((us) =>
        new Date(Number(us) / 1000).toISOString().slice(5, 16),
      )
      return [midnights.slice(1, 3), valuesOf(days, 'level').slice(1, 3)]
    }
    expect(await hours(Date.UTC(2018, 9, 26, 22) * 1000)).toEqual([
      ['10-27T22:00', '10-28T23:00'],
      [25, 24],
    ])
    expect(await hours(Date.UTC(2019, 2, 29, 23) * 1000)).toEqual([
      ['03-30T23:00', '03-31T22:00'],
      [23, 24],
    ])
  })

  it('leaves out a day that a zone has skipped', async () => {
    const start = Date.UTC(2011, 11, 29, 12) * 1000
    const table = seededTable(1, {
      startUs: start,
      grid: hourUs,
      gaps: 0,
      missing: 0,
      rows: 60,
      zone: 'Pacific/Apia',
    })
    const days = await runForTable(under, table, {
      step: '1 d',
      columns: [{ column: 'level', aggregation: 'count' }],
    })
    expect(valuesOf(days, 'level').reduce((sum: number, count) => sum + Number(count), 0)).toBe(60)
    expect(new Set(valuesOf(days, 'time')).size).toBe(days.rows)
  })

  it('chooses by kind: levels averaged, amounts summed, counters differenced', async () => {
    const table = quarters([1, 2, 3, 4, 5, 6, 7, 8])
    const one = (result: Table) =>
      ['level', 'amount', 'counter', 'plain'].map((name) => valuesOf(result, name)[1])
    expect(one(await runForTable(under, table, {}))).toEqual([6.5, 26, 4, 6.5])
  })

  it('takes a counter that falls as begun anew, and an unknown base as unknown', async () => {
    const table = quarters([10, 20, 30, 40, 50, 60, 5, 8])
    const result = await runForTable(under, table, {})
    expect(valuesOf(result, 'counter')).toEqual([null, 28])
  })

  it('puts interval ends into the interval they end', async () => {
    const table = quarters([1, 2, 3, 4, 5, 6, 7, 8], { stamp: 'interval-end' }, 15 * minuteUs)
    const result = await runForTable(under, table, { label: 'interval-end' })
    expect(valuesOf(result, 'amount')).toEqual([10, 26])
    expect(valuesOf(result, 'time')).toEqual([hourUs, 2 * hourUs])
  })

  it('knows a bucket with its last row', () => {
    const available = (given: Table, config: object) => {
      const { outputs } = propagate(under, given, {
        ...config,
        columns: [{ column: 'amount', aggregation: 'sum' }],
      })
      return outputs!.table.type === 'table' && outputs!.table.table.columns[1].availabilityUs! / minuteUs
    }
    const starts = quarters([1], { stamp: 'interval-start', availabilityUs: 15 * minuteUs })
    expect(available(starts, {})).toBe(60)
    expect(available(starts, { label: 'interval-end' })).toBe(0)
    expect(available(quarters([1], { stamp: 'interval-end' }), { label: 'interval-end' })).toBe(0)
    expect(available(starts, { step: '50 min' })).toBe(65)
    expect(available(starts, { step: '1 d' })).toBe(24 * 60)
    expect(
      available(
        { ...starts, schema: { ...starts.schema, time: { ...starts.schema.time!, zone: 'Europe/Berlin' } } },
        { step: '1 d' },
      ),
    ).toBe(25 * 60)
    // The day begins at 18:30 UTC: its last full hour ends after it does.
    const hourly = seededTable(2, { grid: hourUs, zone: 'Asia/Kolkata' })
    expect(available(hourly, { step: '1 d' })).toBe(24 * 60)
    expect(available(seededTable(2, { grid: hourUs, zone: 'UTC' }), { step: '1 d' })).toBe(23 * 60)
  })

  it('fills a window of a stream with missing rows when nothing came', async () => {
    const table = quarters([1, 2, 3, 4])
    const later = await runForTable(under, table, {}, { window: { fromUs: 2 * hourUs, toUs: 5 * hourUs } })
    expect(valuesOf(later, 'level')).toEqual([null, null, null])
    const cut = await runInCuts(under, table, {}, [hourUs / 2])
    expect(cut.rows).toBe(1)
  })

  it('has a stated behaviour for no rows, one row and nothing but missing', async () => {
    expect((await runForTable(under, emptyTable(), {})).rows).toBe(0)
    const one = oneRowTable()
    const single = await runForTable(under, one, { columns: [{ column: 'level', aggregation: 'mean' }] })
    expect(valuesOf(single, 'level')).toEqual(valuesOf(one, 'level'))
    const nothing = await runForTable(under, allMissingTable(), { columns })
    expectCells(
      nothing,
      'level_mean',
      Array.from({ length: nothing.rows }, () => null),
    )
    expectCells(
      nothing,
      'level_count',
      Array.from({ length: nothing.rows }, () => 0),
    )
  })

  it.each([
    ['Cel', undefined, { unit: 'K', quantity: 'temperature.difference' }],
    ['bar', 'pressure.gauge', { unit: 'bar', quantity: 'pressure.difference' }],
    ['kW.h', 'energy', { unit: 'kW.h', quantity: 'energy' }],
  ])('gives the difference of %s of %s as one', (unit, quantity, expected) => {
    const asked = { columns: [{ column: 'level', aggregation: 'difference' }] }
    const { outputs } = propagate(under, levelIn(unit, quantity), asked)
    expect(outputs!.table).toMatchObject({ table: { columns: [{}, expected] } })
  })

  it('refuses sums of what has a zero of its own', () => {
    const found = (given: Table) =>
      propagate(under, given, {
        columns: [{ column: 'amount' }, { column: 'level', aggregation: 'sum' }],
      }).findings
    const expected = { code: 'quantity', field: 'columns.1.aggregation', params: { column: 'level' } }
    expect(found(levelIn('Cel'))).toMatchObject([expected])
    expect(found(levelIn('bar', 'pressure.gauge'))).toMatchObject([expected])
    for (const [unit, quantity] of [['K', 'temperature.difference'], ['bar', 'pressure.absolute'], []])
      expect(found(levelIn(unit, quantity))).toBeUndefined()
  })

  it('refuses sums of texts, names twice, rows off their grid and rows that step back', async () => {
    const codes = (asked: object[]) =>
      propagate(under, seededTable(1), { columns: asked }).findings?.map(({ code }) => code)
    expect(codes([{ column: 'state', aggregation: 'sum' }])).toEqual(['column-type'])
    expect(codes([{ column: 'levle' }])).toEqual(['column-missing'])
    expect(codes([{ column: 'level', aggregation: 'mean' }, { column: 'level' }])).toEqual(['column-exists'])
    const off = quarters([1, 2, 3])
    off.columns[0].values[2] = 31 * minuteUs
    await expect(runForTable(under, off, {})).rejects.toMatchObject({ code: 'rows-off-grid' })
    const shuffled = runForTable(under, seededTable(1, { unsorted: true }), {})
    await expect(shuffled).rejects.toMatchObject({ code: 'rows-not-in-time-order' })
  })
})

/** The same values as a level, an amount, a counter and a number of no kind, every 15 minutes. */
function quarters(values: number[], more: Partial<Column> = {}, startUs = 0): Table {
  const schema = {
    columns: [
      column('time', 'time'),
      column('level', 'number', { kind: 'level', ...more }),
      column('amount', 'number', { kind: 'amount', ...more }),
      column('counter', 'number', { kind: 'counter', ...more }),
      column('plain', 'number', more),
    ],
    time: { column: 'time', zone: 'UTC', grid: { stepUs: 15 * minuteUs } },
  }
  const time = values.map((_, row) => startUs + row * 15 * minuteUs)
  return tableFromRows(schema, { time, level: values, amount: values, counter: values, plain: values })
}

/** The seeded table with another unit of its level. */
function levelIn(unit?: string, quantity?: string): Table {
  const table = seededTable(1)
  const columns = table.schema.columns.map((item) =>
    item.name === 'level' ? { ...item, unit, quantity } : item,
  )
  return { ...table, schema: { ...table.schema, columns } }
}
