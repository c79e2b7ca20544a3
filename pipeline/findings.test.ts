import { describe, expect, test } from 'vitest'
import * as f from './findings.ts'
import type { TableSchema } from './ports.ts'
import { column, minuteUs, plantTable, stepUs } from './small-blocks.fixture.ts'

describe('columns', () => {
  test('all that are wrong are told, each at its place', () => {
    expect(f.requireColumns(plantTable, ['power', 'Power', 'x'], 'columns')).toEqual({
      ok: false,
      findings: [
        { code: 'column-missing', field: 'columns.1', params: { column: 'Power', near: ['power'] } },
        { code: 'column-missing', field: 'columns.2', params: { column: 'x', near: [] } },
      ],
    })
    const found = f.requireNumerics(plantTable, ['temperature', 'power'])
    expect(found.ok && found.value.map((item) => item.name)).toEqual(['temperature', 'power'])
    expect(f.findingsOf(f.requireNumeric(plantTable, 'shift', 's'), found)).toMatchObject([
      { code: 'column-type', field: 's' },
    ])
  })

  test('a new name must be new, and each only once', () => {
    expect(f.checkNewNames(plantTable, ['a', 'power', 'a'], 'as').map((item) => item.params)).toEqual([
      { column: 'power' },
      { column: 'a' },
    ])
  })

  test('a conversion, or why there is none', () => {
    const power = plantTable.columns[1]
    expect(f.requireConversion(power, { unit: 'MW' })).toMatchObject({ ok: true, value: { offset: 0 } })
    expect(f.requireConversion(power, { unit: 'bar' }, 'unit')).toEqual({
      ok: false,
      findings: [{ code: 'unit', field: 'unit', params: { column: 'power', expected: 'bar', found: 'kW' } }],
    })
  })
})

describe('time', () => {
  test('a regular grid has a step', () => {
    expect(f.requireRegularGrid(plantTable)).toEqual({ ok: true, value: stepUs })
    expect(f.requireRegularGrid({ columns: [] }, 'in')).toMatchObject({
      findings: [{ code: 'time-missing', port: 'in' }],
    })
  })

  test('rows without time may be mixed', () => {
    expect(f.checkRandomSplit({ columns: [column('a')] })).toEqual([])
    expect(f.checkRandomSplit(plantTable)).toHaveLength(1)
  })
})

describe('leaks', () => {
  /** The same quarter hour's reactive power, stamped at the start of the interval and known at its end. */
  const known = { stamp: 'interval-start', availabilityUs: stepUs } as const
  const table: TableSchema = {
    ...plantTable,
    columns: [column('usage', known), column('reactive', known), column('plan', { availabilityUs: null })],
  }
  const leaks = (horizonUs: number, features = ['reactive', 'plan']): string[] =>
    f
      .checkLeaks(table, { features, target: 'usage', horizonUs })
      .map((item) => `${item.code} ${String(item.params?.column)}`)

  test('what is known at the end of the interval does not help to predict it', () => {
    expect(leaks(0)).toEqual([])
    expect(leaks(minuteUs)).toEqual(['leak reactive'])
  })

  test('the target does not predict itself, at no horizon', () => {
    expect(leaks(0, ['usage'])).toEqual(['target-as-feature usage'])
  })

  test('columns that are not there are told elsewhere', () => {
    expect(leaks(minuteUs, ['nothing'])).toEqual([])
    expect(f.checkLeaks(table, { features: ['reactive'], target: 'nothing', horizonUs: 1 })).toEqual([])
  })
})

test('a port that holds something else is a bug of the caller', () => {
  expect(() => f.tableAt({ in: { type: 'chart' } }, 'in')).toThrow('in')
})
