import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderTimes } from './order.ts'

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
