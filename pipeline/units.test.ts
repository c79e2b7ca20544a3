import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { defaultAggregation, integralOf, totalMethod } from './kinds.ts'
import { add, combine, conversion, quantityOf, subtract } from './quantities.ts'
import type { Physical } from './quantities.ts'
import { unitProduct } from './unit-algebra.ts'
import { unitFromText } from './unit-names.ts'
import { areCommensurable, isUnit, readUnit } from './units.ts'

const gauge: Physical = { unit: 'bar', quantity: 'pressure.gauge' }
const absolute: Physical = { unit: 'bar', quantity: 'pressure.absolute' }
const celsius: Physical = { unit: 'Cel', quantity: 'temperature' }

describe('UCUM', () => {
  test.each(['kW.h', 'Cel', 'bar', '%', '1', '{EUR}/(kW.h)', 't{CO2e}', 'm3{norm}/h', '10*3/uL', '[in_i]2'])(
    '%s is a unit',
    (code) => {
      expect(isUnit(code)).toBe(true)
    },
  )

  test.each(['', 'kWh', '°C', 'nonsense', 'kg/', 'Cel/h', '€', 'x'.repeat(81)])('%s is none', (code) => {
    expect(isUnit(code)).toBe(false)
  })

  test('never throws and says nothing on the console', () => {
    const said = vi.spyOn(console, 'log')
    const alphabet = fc.constantFrom(
      ...'kWmhs./(){}[]*^+-0123456789CelbarEURnorm'.split(''),
      'Cel',
      '[pH]',
      'dB',
      'toString',
    )
    const property = fc.property(fc.string({ unit: alphabet, maxLength: 20 }), (text) => void readUnit(text))
    fc.assert(property, { numRuns: 2_000 })
    expect(said).not.toHaveBeenCalled()
    said.mockRestore()
  })

  test('moles are no plain numbers, arbitrary units only themselves', () => {
    expect(areCommensurable('mol', '1')).toBe(false)
    expect(areCommensurable('[iU]', '1')).toBe(false)
    expect(areCommensurable('[iU]', '[iU]')).toBe(true)
  })
})

describe('conversion', () => {
  test.each<[Physical, Physical, number, number]>([
    [{ unit: 'kW.h' }, { unit: 'MJ' }, 1, 3.6],
    [{ unit: 'h.kW' }, { unit: 'kW.h' }, 7, 7],
    [celsius, { unit: 'K' }, 20, 293.15],
    [celsius, { unit: '[degF]' }, 100, 212],
    [{ unit: 'Cel', quantity: 'temperature.difference' }, { unit: 'K' }, 5, 5],
    [gauge, { unit: 'kPa', quantity: 'pressure.gauge' }, 1, 100],
    [{ unit: '%' }, { unit: '1' }, 50, 0.5],
    [{ unit: 't{CO2e}' }, { unit: 'kg', quantity: 'mass.CO2e' }, 2, 2000],
    [{ unit: '{EUR}/(MW.h)' }, { unit: '{EUR}/(kW.h)' }, 80, 0.08],
  ])('%o to %o', (from, to, value, expected) => {
    const found = conversion(from, to)
    if (!found.ok) throw new Error(JSON.stringify(found))
    expect(value * found.value.factor + found.value.offset).toBeCloseTo(expected, 10)
  })

  test.each<[string, Physical, Physical, string]>([
    ['gauge to absolute', gauge, absolute, 'quantity'],
    ['unknown pressure to gauge', { unit: 'bar' }, gauge, 'quantity'],
    ['money to a number', { unit: '{EUR}' }, { unit: '1' }, 'quantity'],
    ['euro to dollar', { unit: '{EUR}' }, { unit: '{USD}' }, 'quantity'],
    ['CO2e to mass', { unit: 't', quantity: 'mass.CO2e' }, { unit: 't' }, 'quantity'],
    ['norm volume to volume', { unit: 'm3{norm}/h' }, { unit: 'm3/h' }, 'quantity'],
    ['a difference to a temperature', { unit: 'K', quantity: 'temperature.difference' }, celsius, 'quantity'],
    ['a difference to °C', { unit: 'K', quantity: 'temperature.difference' }, { unit: 'Cel' }, 'quantity'],
    [
      'a difference in °C to °C',
      { unit: 'Cel', quantity: 'temperature.difference' },
      { unit: 'Cel' },
      'quantity',
    ],
    ['a temperature to a difference', celsius, { unit: 'K', quantity: 'temperature.difference' }, 'quantity'],
    [
      'reactive to real energy',
      { unit: 'kV.A.h', quantity: 'energy.reactive' },
      { unit: 'kW.h', quantity: 'energy.active' },
      'quantity',
    ],
    ['power to energy', { unit: 'kW' }, { unit: 'kW.h' }, 'unit'],
    ['an unknown unit', {}, { unit: 'kW' }, 'unit'],
    ['a logarithm', { unit: 'dB' }, { unit: '1' }, 'unit'],
  ])('%s is refused', (_, from, to, code) => {
    expect(conversion(from, to)).toMatchObject({ ok: false, code })
  })
})

describe('formulas derive units', () => {
  test.each<[string, [Physical, number][], Physical]>([
    [
      'power by time',
      [
        [{ unit: 'kW' }, 1],
        [{ unit: 'h' }, 1],
      ],
      { unit: 'kW.h' },
    ],
    [
      'price by energy',
      [
        [{ unit: '{EUR}/(kW.h)' }, 1],
        [{ unit: 'kW.h' }, 1],
      ],
      { unit: '{EUR}', quantity: 'currency.EUR' },
    ],
    [
      'CO2e per energy',
      [
        [{ unit: 't', quantity: 'mass.CO2e' }, 1],
        [{ unit: 'MW.h' }, -1],
      ],
      { unit: 't{CO2e}/(MW.h)' },
    ],
    [
      'norm flow by time',
      [
        [{ unit: 'm3{norm}/h' }, 1],
        [{ unit: 'h' }, 1],
      ],
      { unit: 'm3{norm}', quantity: 'volume.norm' },
    ],
    ['money squared', [[{ unit: '{EUR}' }, 2]], { unit: '({EUR}.{EUR})' }],
    [
      'a ratio',
      [
        [{ unit: 'kW' }, 1],
        [{ unit: 'kW' }, -1],
      ],
      { unit: '1' },
    ],
    [
      'a number scales',
      [
        [gauge, 1],
        [{ unit: '1' }, 1],
      ],
      gauge,
    ],
    [
      'difference of temperature by a coefficient',
      [
        [{ unit: 'K', quantity: 'temperature.difference' }, 1],
        [{ unit: 'W/K' }, 1],
      ],
      { unit: 'W' },
    ],
    ['a root', [[{ unit: 'm2/s2' }, 0.5]], { unit: 'm/s' }],
  ])('%s', (_, powers, expected) => {
    expect(combine(...powers)).toEqual({ ok: true, value: expected })
  })

  test.each<[string, [Physical, number][], string]>([
    ['°C', [[celsius, 2]], 'unit'],
    [
      'gauge pressure',
      [
        [gauge, 1],
        [{ unit: 'm3' }, 1],
      ],
      'quantity',
    ],
    [
      'an unknown unit',
      [
        [{}, 1],
        [{ unit: 'h' }, 1],
      ],
      'unit',
    ],
    ['a root of a metre', [[{ unit: 'm' }, 0.5]], 'unit'],
  ])('%s cannot be multiplied', (_, powers, code) => {
    expect(combine(...powers)).toMatchObject({ ok: false, code })
  })

  test('a product of products is one factor for each unit, and still means the same', () => {
    expect(unitProduct(['kg/(m.s2)', 1], ['m3/s', 1], ['kW.h', -1])).toBe('kg.m2/(s3.kW.h)')
    const codes = fc.constantFrom('kW', 'm3/h', 'kg/(m.s2)', '10*3.W', '{EUR}/(kW.h)', 'Pa')
    fc.assert(
      fc.property(codes, codes, (a, b) => {
        const product = readUnit(unitProduct([a, 1], [b, 1]) ?? '')
        const expected = (readUnit(a)?.factor ?? NaN) * (readUnit(b)?.factor ?? NaN)
        expect((product?.factor ?? NaN) / expected).toBeCloseTo(1, 10)
      }),
    )
  })

  test('°C minus °C is K, °C plus K is °C, °C plus °C is nothing', () => {
    const step = { unit: 'K', quantity: 'temperature.difference' }
    expect(subtract(celsius, { unit: '[degF]' })).toMatchObject({ ok: true, value: { result: step } })
    expect(add(celsius, step)).toMatchObject({
      ok: true,
      value: { result: { unit: 'Cel' }, convert: { factor: 1, offset: 0 } },
    })
    expect(subtract(celsius, step)).toMatchObject({ ok: true, value: { result: { unit: 'Cel' } } })
    expect(add(celsius, celsius)).toMatchObject({ ok: false, code: 'quantity' })
  })

  test('gauge and absolute pressures do not mix, their differences do', () => {
    expect(subtract(absolute, gauge)).toMatchObject({ ok: false, code: 'quantity' })
    expect(subtract(gauge, gauge)).toMatchObject({
      ok: true,
      value: { result: { unit: 'bar', quantity: 'pressure.difference' } },
    })
    expect(add(absolute, { unit: 'mbar', quantity: 'pressure.difference' })).toMatchObject({
      ok: true,
      value: { result: absolute },
    })
  })
})

test('what people write', () => {
  expect(unitFromText(' Nm³/h ')).toEqual({ unit: 'm3{norm}/h' })
  expect(unitFromText('barg')).toEqual(gauge)
  expect(unitFromText('kW')).toEqual({ unit: 'kW' })
  expect(unitFromText('constructor')).toBeUndefined()
  expect(quantityOf({ unit: 'Cel' })).toBe('temperature')
  expect(quantityOf({ unit: 'kg{CO2e}' })).toBe('mass.CO2e')
  expect(quantityOf({ unit: '{EUR}/h' })).toBeUndefined()
})

describe('kinds', () => {
  test('the default of resampling follows from the kind', () => {
    expect(defaultAggregation({ type: 'number', kind: 'level' })).toBe('mean')
    expect(defaultAggregation({ type: 'integer', kind: 'amount' })).toBe('sum')
    expect(defaultAggregation({ type: 'number', kind: 'counter' })).toBe('difference')
    expect(defaultAggregation({ type: 'number' })).toBe('mean')
    expect(defaultAggregation({ type: 'text', kind: 'level' })).toBe('last')
    expect([undefined, 'level', 'amount', 'counter'].map((kind) => totalMethod(kind as 'level'))).toEqual([
      'integral',
      'integral',
      'sum',
      'difference',
    ])
  })

  test.each([
    ['kW', 'kW.h', 1 / 3600],
    ['m3/h', 'm3', 1 / 3600],
    ['L/min', 'L', 1 / 60],
    ['kg/(m2.s)', 'kg/m2', 1],
  ])('the integral of %s is %s', (unit, expected, factor) => {
    expect(integralOf({ unit })).toEqual({
      ok: true,
      value: { unit: expected, quantity: undefined, factor: expect.closeTo(factor, 12) as number },
    })
  })

  test('°C has no integral', () => expect(integralOf(celsius)).toMatchObject({ ok: false }))
})
