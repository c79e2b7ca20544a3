import { describe, expect, it } from 'vitest'
import { column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import type { Cell } from '#test/fixtures/cells.ts'
import { expectSameBits, propagate, runForTable } from '#test/fixtures/run-block.ts'
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
import { fillMissing } from './spec.ts'

const under = { block: fillMissing, run }
const gapsUs: Record<string, number> = { '20 min': 20 * minuteUs, '3 h': 3 * hourUs }

const reference = `import polars as pl
def main(input):
    return [fill(read_table(i['table']), i['gap'], i['nan']) for i in input]
def fill(f, gap, nan_too):
    out, t = {}, pl.col('time')
    for name in ['level', 'amount', 'count', 'state', 'running']:
        v = pl.col(name)
        if nan_too and f[name].dtype == pl.Float64:
            present = v.fill_nan(None)
        else:
            present = v
        at = pl.when(present.is_not_null()).then(t)
        before, after = at.forward_fill(), at.backward_fill()
        ahead = pl.when(t - before <= gap).then(present.forward_fill())
        out['forward_' + name] = f.select(pl.coalesce(present, ahead, v))[name].to_list()
        if f[name].dtype == pl.Float64:
            v0, v1 = present.forward_fill(), present.backward_fill()
            share = (t - before) / (after - before)
            line = pl.when(after == before).then(v0).otherwise(v0 + (v1 - v0) * share)
            line = pl.when(after - before <= gap).then(line)
            out['linear_' + name] = f.select(pl.coalesce(present, line, v).alias('x'))['x'].to_list()
        constant = {'level': 7.5, 'amount': 7.5, 'count': 7, 'state': 'off', 'running': True}[name]
        out['constant_' + name] = f.select(present.fill_null(pl.lit(constant)))[name].to_list()
    return out
`

const constants: [string, unknown][] = [
  ['level', 7.5],
  ['amount', 7.5],
  ['count', 7],
  ['state', 'off'],
  ['running', true],
]

describe('fill-missing against Polars', { timeout: 60_000 }, () => {
  it('fills the same cells with the same values', async (context) => {
    const cases = seeds.map((seed) => ({
      table: seededTable(seed, {
        duplicates: seed % 3 === 0,
        missing: 0.3,
        ...(seed % 4 === 1 && { grid: 'irregular' }),
      }),
      maxGap: seed % 2 ? '20 min' : '3 h',
      nanIsMissing: seed % 5 === 0,
    }))
    const input = cases.map((one) => ({
      table: tableForPython(one.table),
      gap: gapsUs[one.maxGap],
      nan: one.nanIsMissing,
    }))
    const expected = (await runPython(context, reference, input)) as Record<string, unknown[]>[]
    for (const [index, { table, ...config }] of cases.entries()) {
      const check = async (method: string, name: string, value?: unknown) => {
        const filled = await runForTable(under, table, { ...config, method, value, columns: [name] })
        expectTable(filled, { [name]: expected[index][`${method}_${name}`] }, { relative: 1e-14 })
      }
      for (const [name, value] of constants) {
        await check('forward', name)
        await check('constant', name, value)
      }
      await check('linear', 'level')
      await check('linear', 'amount')
    }
  })
})

describe('fill-missing', () => {
  it.each(seeds)('gives the same bits whole, cut and row by row (seed %i)', async (seed) => {
    const options = { rows: 100, missing: 0.35, duplicates: seed % 3 === 0 }
    const table = seededTable(seed, { ...options, ...(seed % 4 === 0 && { grid: 'irregular' }) })
    const maxGap = seed % 2 ? '3 h' : '20 min'
    await expectSameInCuts(under, table, { method: 'forward', maxGap, nanIsMissing: seed % 5 === 0 })
    await expectSameInCuts(under, table, { method: 'linear', maxGap })
    await expectSameInCuts(under, table, { method: 'constant', value: 'off' })
  })

  it('fills up to the largest gap, never beyond the ends, and says so in the quality', async () => {
    const level: Cell[] = [
      { value: null },
      { value: 1, quality: 2 },
      { value: null },
      { value: null },
      { value: 4 },
      { value: null },
      { value: null },
    ]
    const table = minutes(level)
    const filled = async (method: string, maxGap: string) => {
      const result = await runForTable(under, table, { method, maxGap })
      return { values: valuesOf(result, 'x'), quality: Array.from(result.columns[1].quality ?? []) }
    }
    expect(await filled('forward', '1 min')).toEqual({
      values: [null, 1, 1, null, 4, 4, null],
      quality: [0, 2, 2, 0, 0, 1, 0],
    })
    expect(await filled('linear', '3 min')).toEqual({
      values: [null, 1, 2, 3, 4, null, null],
      quality: [0, 2, 2, 2, 0, 0, 0],
    })
    expect((await filled('linear', '2 min')).values).toEqual([null, 1, null, null, 4, null, null])
  })

  it('leaves NaN, which is a value, and lets it fill others', async () => {
    const table = minutes([{ value: Number.NaN }, { value: null }, { value: 3 }])
    const values = async (config: object) => valuesOf(await runForTable(under, table, config), 'x')
    expect(await values({ method: 'forward' })).toEqual([Number.NaN, Number.NaN, 3])
    expect(await values({ method: 'constant', value: 0, nanIsMissing: true })).toEqual([0, 0, 3])
  })

  it('knows a line only when its end is known', () => {
    const described = (method: string) => {
      const { outputs } = propagate(under, seededTable(1), {
        method,
        columns: ['level'],
        value: 1,
        maxGap: '2 h',
      })
      return outputs!.table.type === 'table' && outputs!.table.table.columns[1]
    }
    expect(described('linear')).toMatchObject({
      availabilityUs: 2 * hourUs,
      availabilityTerms: [
        { code: 'source', us: 0 },
        { code: 'lead', us: 2 * hourUs },
      ],
    })
    expect(described('forward')).toMatchObject({ availabilityUs: 0, nullable: true })
    expect(described('constant')).toMatchObject({ availabilityUs: 0, nullable: false })
  })

  it('has a stated behaviour for no rows, one row and nothing but missing', async () => {
    for (const table of [emptyTable(), oneRowTable(), allMissingTable()]) {
      for (const method of ['forward', 'linear']) {
        const filled = await runForTable(under, table, { method })
        expect(valuesOf(filled, 'level')).toEqual(valuesOf(table, 'level'))
      }
    }
    expectSameBits(await runForTable(under, allMissingTable(), {}), allMissingTable())
    const constant = await runForTable(under, allMissingTable(), { method: 'constant', value: 3 })
    expect(new Set(valuesOf(constant, 'level'))).toEqual(new Set([3]))
  })

  it('refuses lines through texts, constants of another type or none, and rows that step back', async () => {
    const codes = (config: object) =>
      propagate(under, seededTable(1), config).findings?.map(({ code }) => code)
    expect(codes({ method: 'linear', columns: ['state'] })).toEqual(['column-type'])
    expect(codes({ method: 'linear', columns: ['count'] })).toEqual(['column-type'])
    expect(codes({ method: 'constant', columns: ['count'], value: 1.5 })).toEqual(['column-type'])
    expect(codes({ method: 'constant', columns: ['level'] })).toEqual(['fill-missing.value'])
    const shuffled = runForTable(under, seededTable(1, { unsorted: true }), {})
    await expect(shuffled).rejects.toMatchObject({ code: 'rows-not-in-time-order' })
  })
})

function minutes(x: Cell[]): Table {
  const schema = {
    columns: [column('time', 'time'), column('x', 'number', { quality: true })],
    time: { column: 'time', zone: 'UTC', grid: { stepUs: minuteUs } },
  }
  return tableFromRows(schema, { time: x.map((_, row) => row * minuteUs), x })
}
