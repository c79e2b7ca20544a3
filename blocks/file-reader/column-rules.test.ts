import { expect, it } from 'vitest'
import { columnRuleSchema } from './column-rules.ts'

it.each([
  [{ unit: 'kWh' }, "no UCUM code; 'kW.h' is meant?"],
  [{ unit: 'barg' }, "no UCUM code; 'bar' of quantity 'pressure.gauge' is meant?"],
  [{ unit: 'nonsense' }, 'no UCUM code'],
  [{ unit: '' }, 'no UCUM code'],
  [{ quantity: 'presure.gauge' }, "unknown quantity; 'pressure.gauge' is meant?"],
  [{ quantity: 'temperature.differnce' }, "'temperature.difference' is meant?"],
  [{ quantity: 'currency.euro' }, 'unknown quantity'],
  [{ quantity: 'Pressure gauge' }, 'unknown quantity'],
  [{ availabilityUs: 0.5 }, 'expected int'],
  [{ availabilityUs: -2e15 }, '-1000000000000000'],
])('refuses %o', (stated, problem) => {
  const { error } = columnRuleSchema.safeParse({ source: 'x', ...stated })
  expect(error?.issues[0].message).toContain(problem)
})

it.each([
  { unit: 'kW.h', quantity: 'energy' },
  { unit: '%' },
  { unit: 't{CO2e}', quantity: 'mass.CO2e' },
  { unit: '{EUR}', quantity: 'currency.EUR' },
  { unit: 'bar', quantity: 'pressure' },
  { quantity: 'heat' },
  { quantity: 'energy.active' },
  { quantity: 'humidity.relative', availabilityUs: null },
  { availabilityUs: -9e8 },
])('takes %o', (stated) => {
  expect(columnRuleSchema.safeParse({ source: 'x', ...stated }).success).toBe(true)
})
