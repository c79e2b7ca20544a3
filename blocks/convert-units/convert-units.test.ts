import { describe, expect, it } from 'vitest'
import { column, tableFromRows, valuesOf } from '#test/fixtures/cells.ts'
import { expectSameBits, propagate, runForTable } from '#test/fixtures/run-block.ts'
import { expectSameInCuts } from '#test/fixtures/streaming.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable, seeds } from '#test/fixtures/tables.ts'
import { expectTable } from '#test/reference/compare.ts'
import { runPython, tableForPython } from '#test/reference/python.ts'
import { run } from './run.ts'
import { convertUnits } from './spec.ts'

const under = { block: convertUnits, run }
const config = {
  columns: [
    { column: 'amount', unit: 'MJ' },
    { column: 'level', unit: 'cm' },
  ],
}

/** Exact in whole numbers and fractions, then rounded once: the definitions of the International System. */
const reference = `from fractions import Fraction as F
factors = {'amount': F(36, 10), 'level': F(100)}
def converted(value, factor):
    if value is None or value != value or value in (float('inf'), float('-inf')):
        return value
    return float(F(value) * factor)
def main(input):
    frames = [read_table(t) for t in input]
    return [{n: [converted(v, f) for v in t[n].to_list()] for n, f in factors.items()} for t in frames]
`

function one(value: number | null, physical: { unit?: string; quantity?: string }) {
  const columns = [column('time', 'time'), column('x', 'number', { nullable: true, ...physical })]
  return tableFromRows(
    { columns, time: { column: 'time', zone: 'UTC', grid: 'irregular' } },
    { time: [0], x: [value] },
  )
}

describe('convert-units against exact fractions', { timeout: 60_000 }, () => {
  it('gives the same values', async (context) => {
    const tables = seeds.map((seed) => seededTable(seed, { duplicates: true, unsorted: seed % 2 === 0 }))
    const expected = (await runPython(context, reference, tables.map(tableForPython))) as Record<
      string,
      unknown[]
    >[]
    for (const [index, table] of tables.entries())
      expectTable(await runForTable(under, table, config), expected[index], { relative: 1e-15 })
  })
})

describe('convert-units', () => {
  it.each(seeds)('gives the same bits whole, cut and row by row (seed %i)', async (seed) => {
    await expectSameInCuts(under, seededTable(seed, { duplicates: true }), config)
  })

  it.each([
    [100, { unit: 'Cel' }, { unit: '[degF]' }, 212],
    [25, { unit: 'Cel' }, { unit: 'K' }, 298.15],
    [5, { unit: 'Cel', quantity: 'temperature.difference' }, { unit: 'K' }, 5],
    [9, { unit: '[degF]', quantity: 'temperature.difference' }, { unit: 'K' }, 5],
    [7, { unit: 'bar', quantity: 'pressure.gauge' }, { unit: 'kPa' }, 700],
    [2, { unit: 't', quantity: 'mass.CO2e' }, { unit: 'kg' }, 2000],
    [3, { unit: 'kW.h' }, { unit: 'J' }, 10_800_000],
  ])('%d %o is, in %o, %d', async (value, from, to, expected) => {
    const table = await runForTable(under, one(value, from), { columns: [{ column: 'x', ...to }] })
    expect(valuesOf(table, 'x')[0]).toBeCloseTo(expected, 9)
  })

  it('changes the unit and keeps the rest of the column', async () => {
    const table = seededTable(2)
    const { schema } = await runForTable(under, table, config)
    expect(schema.columns[1]).toEqual({ ...table.schema.columns[1], unit: 'cm' })
    expect(schema.columns[2]).toEqual({ ...table.schema.columns[2], unit: 'MJ' })
    const hot = await runForTable(under, one(1, { unit: 'Cel' }), { columns: [{ column: 'x', unit: 'K' }] })
    expect(hot.schema.columns[1]).toMatchObject({ unit: 'K', quantity: 'temperature' })
  })

  it.each([
    [{ unit: 'bar', quantity: 'pressure.gauge' }, { unit: 'bar', quantity: 'pressure.absolute' }, 'quantity'],
    [{ unit: 'kW' }, { unit: 'kW.h' }, 'unit'],
    [{ unit: 't' }, { unit: 't{CO2e}' }, 'quantity'],
    [{}, { unit: 'kW' }, 'unit'],
  ])('refuses %o as %o', (from, to, code) => {
    const { findings, outputs } = propagate(under, one(1, from), { columns: [{ column: 'x', ...to }] })
    expect(outputs).toBeUndefined()
    expect(findings?.map((finding) => [finding.code, finding.field])).toEqual([[code, 'columns.0.unit']])
  })

  it('refuses what is no number, not there, or named twice', () => {
    const codes = (...names: string[]) =>
      propagate(under, seededTable(1), {
        columns: names.map((name) => ({ column: name, unit: 'm' })),
      }).findings?.map(({ code }) => code)
    expect(codes('state')).toEqual(['column-type'])
    expect(codes('levle')).toEqual(['column-missing'])
    expect(codes('level', 'level')).toEqual(['column-exists'])
    expect(
      convertUnits.config.safeParse({ columns: [{ column: 'level', unit: 'furlong per hour' }] }).success,
    ).toBe(false)
  })

  it('leaves the bits alone where the unit is the same, and the rows always', async () => {
    const same = { columns: [{ column: 'amount', unit: 'h.kW' }] }
    for (const table of [emptyTable(), oneRowTable(), allMissingTable(), seededTable(4)]) {
      const result = await runForTable(under, table, same)
      expectSameBits({ ...result, schema: table.schema }, table)
    }
  })
})
