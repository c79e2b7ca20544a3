import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assign, assignColumn } from './assign.ts'
import { isIssueCode } from './issue-codes.ts'
import { columnKinds, columnStamps, columnTypes, portTypes } from './ports.ts'
import type { Column, PortSchema, TableSchema } from './ports.ts'

const power: Column = {
  name: 'power',
  type: 'number',
  nullable: false,
  availabilityUs: 0,
  unit: 'kW',
  kind: 'level',
  stamp: 'instant',
}
const table = (columns: Column[], time?: TableSchema['time']): PortSchema => ({
  type: 'table',
  table: { columns, time },
})
const code = (from: PortSchema, to: PortSchema): string => {
  const result = assign(from, to)
  return result.ok ? 'ok' : result.code
}
const asColumn = (more: Partial<Column>): string => code(table([power]), table([{ ...power, ...more }]))
const fromColumn = (more: Partial<Column>): string => code(table([{ ...power, ...more }]), table([power]))

describe('columns', () => {
  test.each<[string, string]>([
    [asColumn({}), 'ok'],
    [asColumn({ unit: undefined, kind: undefined, stamp: undefined }), 'ok'],
    [asColumn({ nullable: true, availabilityUs: 5 }), 'ok'],
    [asColumn({ unit: 'W' }), 'unit'],
    [asColumn({ unit: 'kJ/s' }), 'ok'],
    [asColumn({ quantity: 'power.reactive' }), 'quantity'],
    [asColumn({ unit: undefined, quantity: 'power.reactive' }), 'quantity'],
    [asColumn({ type: 'integer' }), 'column-type'],
    [asColumn({ name: 'pover' }), 'column-missing'],
    [asColumn({ availabilityUs: -1 }), 'availability'],
    [asColumn({ availabilityUs: null }), 'availability'],
    [fromColumn({ availabilityUs: null }), 'ok'],
    [fromColumn({ nullable: true }), 'column-nullable'],
    [fromColumn({ kind: undefined }), 'kind'],
    [fromColumn({ stamp: 'interval-end' }), 'stamp'],
    [fromColumn({ unit: undefined }), 'unit'],
    [fromColumn({ unit: 'nonsense' }), 'unit'],
  ])('%#: %s is %s', (found, expected) => expect(found).toBe(expected))

  test('the reason for a unit says how it would convert', () => {
    expect(assignColumn(power, { ...power, unit: 'W' })).toMatchObject({
      params: { expected: 'W', found: 'kW', factor: 1000, offset: 0 },
    })
  })

  test('gauge never becomes absolute, °C never a difference', () => {
    const gauge = { ...power, unit: 'bar', quantity: 'pressure.gauge' }
    expect(code(table([gauge]), table([{ ...gauge, quantity: 'pressure.absolute' }]))).toBe('quantity')
    const celsius = { ...power, unit: 'Cel' }
    expect(code(table([celsius]), table([{ ...power, unit: undefined, quantity: 'temperature' }]))).toBe('ok')
    expect(code(table([celsius]), table([{ ...power, unit: 'K', quantity: 'temperature.difference' }]))).toBe(
      'quantity',
    )
    const rise = { ...power, unit: 'K', quantity: 'temperature.difference' }
    expect(code(table([rise]), table([celsius]))).toBe('quantity')
  })
})

describe('time', () => {
  const time = (more: object = {}): PortSchema =>
    table([], { column: 't', zone: 'UTC', grid: { stepUs: 60 }, ...more })

  test.each<[string, PortSchema, PortSchema, string]>([
    ['more than asked for', time(), table([]), 'ok'],
    ['none', table([]), time(), 'time-missing'],
    ['another column', time(), time({ column: 'u' }), 'column-missing'],
    ['another zone', time(), time({ zone: 'Europe/Berlin' }), 'time-zone'],
    ['regular where irregular will do', time(), time({ grid: 'irregular' }), 'ok'],
    ['irregular where regular is needed', time({ grid: 'irregular' }), time(), 'grid-uneven'],
    ['another step', time(), time({ grid: { stepUs: 30 } }), 'grid-step'],
  ])('%s', (_, from, to, expected) => expect(code(from, to)).toBe(expected))
})

describe('other ports', () => {
  const model = (more: object = {}): PortSchema => ({
    type: 'model',
    method: 'm',
    features: [power],
    target: power,
    horizonUs: 0,
    ...more,
  })
  const fitted = (more: object = {}): PortSchema => ({
    type: 'fitted',
    method: 'm',
    columns: [power],
    ...more,
  })
  const intervals = (more: object = {}): PortSchema => ({
    type: 'intervals',
    zone: 'UTC',
    attributes: [power],
    ...more,
  })

  test.each<[string, PortSchema, PortSchema, string]>([
    ['a model that wants fewer features', model({ features: [] }), model(), 'ok'],
    ['a model that wants a feature nobody offers', model(), model({ features: [] }), 'column-missing'],
    ['a model of another target', model(), model({ target: { ...power, unit: 'kW.h' } }), 'unit'],
    ['a model by another method', model(), model({ method: 'n' }), 'model-method'],
    ['a model with another horizon', model(), model({ horizonUs: 1 }), 'model-horizon'],
    ['something fitted on more columns', fitted(), fitted({ columns: [] }), 'ok'],
    ['something fitted on fewer', fitted({ columns: [] }), fitted(), 'column-missing'],
    ['something fitted by another method', fitted(), fitted({ method: 'n' }), 'model-method'],
    ['intervals of another zone', intervals(), intervals({ zone: 'Europe/Berlin' }), 'time-zone'],
    ['intervals without the attribute', intervals({ attributes: [] }), intervals(), 'column-missing'],
    ['metrics', { type: 'metrics', names: ['mae', 'rmse'] }, { type: 'metrics', names: ['rmse'] }, 'ok'],
    [
      'a metric that is not there',
      { type: 'metrics', names: ['mae'] },
      { type: 'metrics', names: ['rmse'] },
      'metric-missing',
    ],
    [
      'a value of another unit',
      { type: 'scalar', column: power },
      { type: 'scalar', column: { ...power, unit: 'h' } },
      'unit',
    ],
    ['a chart', { type: 'chart' }, { type: 'chart' }, 'ok'],
    ['a chart for a report', { type: 'chart' }, { type: 'report' }, 'port-type'],
  ])('%s', (_, from, to, expected) => expect(code(from, to)).toBe(expected))
})

const column = fc.record<Column>({
  name: fc.constantFrom('a', 'b', '__proto__'),
  type: fc.constantFrom(...columnTypes),
  unit: fc.option(fc.constantFrom('kW', 'W', 'Cel', '{EUR}', 't', 'bar', 'no unit', '1'), { nil: undefined }),
  quantity: fc.option(fc.constantFrom('pressure.gauge', 'mass.CO2e', 'temperature'), { nil: undefined }),
  kind: fc.option(fc.constantFrom(...columnKinds), { nil: undefined }),
  stamp: fc.option(fc.constantFrom(...columnStamps), { nil: undefined }),
  nullable: fc.boolean(),
  availabilityUs: fc.option(fc.integer(), { nil: null }),
})
const known = column.filter((item) => item.unit !== 'no unit')
const schema = (of: fc.Arbitrary<Column>): fc.Arbitrary<PortSchema> =>
  fc.oneof(
    fc.uniqueArray(of, { selector: (item) => item.name, maxLength: 3 }).map((columns) => table(columns)),
    of.map((item): PortSchema => ({
      type: 'model',
      method: 'm',
      features: [item],
      target: item,
      horizonUs: 0,
    })),
    of.map((item): PortSchema => ({ type: 'scalar', column: item })),
    fc.constant<PortSchema>({ type: 'chart' }),
  )

test('everything can be assigned to itself and to its type', () => {
  fc.assert(
    fc.property(schema(known), (item) => {
      expect(assign(item, item)).toEqual({ ok: true })
      for (const type of portTypes) expect(assign(item, type).ok).toBe(type === item.type)
    }),
  )
})

test('a refusal always has a code with texts', () => {
  fc.assert(
    fc.property(schema(column), schema(column), (from, to) => {
      const result = assign(from, to)
      if (!result.ok) expect(isIssueCode(result.code)).toBe(true)
    }),
  )
})

test('what fits into a part that fits into a whole fits into the whole', () => {
  fc.assert(
    fc.property(schema(column), schema(column), schema(column), (a, b, c) => {
      if (assign(a, b).ok && assign(b, c).ok) expect(assign(a, c)).toEqual({ ok: true })
    }),
    { numRuns: 500 },
  )
})
