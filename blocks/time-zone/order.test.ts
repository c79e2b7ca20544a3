import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gridOf, isOnGrid, orderTimes } from './order.ts'

const rules = { zone: 'UTC', doubledHour: 'earlier', missingHour: 'refuse', timeStepsBack: 'sort' } as const

it('sorts rows by time, those of one time in the order of the file', () => {
  const times = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 700 })
  fc.assert(
    fc.property(times, (given) => {
      const column = {
        name: 't',
        values: Float64Array.from(given),
        absolute: true,
        placeOf: (row: number) => row,
      }
      const { utcUs, order } = orderTimes(column, rules)
      const expected = given.map((time, row) => ({ time, row })).toSorted((a, b) => a.time - b.time)
      expect([...utcUs]).toEqual(expected.map(({ time }) => time))
      if (order) expect([...order]).toEqual(expected.map(({ row }) => row))
      else expect(given).toEqual([...utcUs])
    }),
  )
})

it.each([
  ['none', [], 'irregular'],
  ['one', [5], 'irregular'],
  ['one twice', [5, 5], 'irregular'],
  ['a grid', [0, 15, 30, 60], { stepUs: 15 }],
  ['a grid with doubled times', [0, 0, 15, 30, 30, 45], { stepUs: 15 }],
  ['two rows at each time', [0, 0, 15, 15, 30, 30, 45, 45], 'irregular'],
  ['steps that are no multiples', [0, 15, 30, 37], 'irregular'],
] as const)('the grid of times: %s', (_, times, expected) => {
  expect(gridOf(Float64Array.from(times))).toEqual(expected)
})

it('rows of one time are on the grid, others between its times are not', () => {
  expect(isOnGrid(Float64Array.of(0, 15, 15, 45), 15)).toBe(true)
  expect(isOnGrid(Float64Array.of(0, 15, 20), 15)).toBe(false)
  expect(isOnGrid(Float64Array.of(15, 0), 15)).toBe(false)
})
