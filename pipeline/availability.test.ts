import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as a from './availability.ts'
import type { Column } from './ports.ts'

const minute = 60_000_000
const base: Column = { name: 'x', type: 'number', nullable: false, availabilityUs: 0 }
const known = (us: number | null, more: Partial<Column> = {}): Column => ({
  ...base,
  ...a.knownAfter(us),
  ...more,
})

describe('availability', () => {
  test.each([
    ['lag by 3 rows of 15 min', a.lagged(known(15 * minute), 3, 15 * minute), -30 * minute],
    ['lead by 1 row', a.lagged(known(0), -1, 15 * minute), 15 * minute],
    ['window ending at the row', a.windowed(known(5 * minute)), 5 * minute],
    ['window ending an hour before', a.windowed(known(0), 60 * minute), -60 * minute],
    [
      '15 min interval starts to hours stamped at their start',
      a.resampled(known(15 * minute), bucket('interval-start', 15)),
      60 * minute,
    ],
    ['the same stamped at the end', a.resampled(known(15 * minute), bucket('interval-end', 15)), 0],
    ['instants every 15 min to hours', a.resampled(known(0), bucket('interval-start', 15)), 45 * minute],
    ['irregular instants to hours', a.resampled(known(0), bucket('interval-start')), 60 * minute],
    [
      'a step that does not divide the bucket',
      a.resampled(known(0), bucket('interval-start', 7)),
      60 * minute,
    ],
    [
      'interval ends to interval ends',
      a.resampled(known(0), { ...bucket('interval-end', 15), closed: 'right' }),
      0,
    ],
    ['backward join', a.joined(known(240 * minute)), 240 * minute],
    ['nearest join within 10 min', a.joined(known(0), 10 * minute), 10 * minute],
    ['stamp moved from start to end', a.restamped(known(15 * minute), 15 * minute, 'interval-end'), 0],
  ])('%s', (_, column, expected) => {
    expect(column.availabilityUs).toBe(expected)
    expect(sum(column)).toBe(expected)
  })

  test('known in advance stays known in advance', () => {
    for (const step of steps) expect(step(known(null), 3).availabilityUs).toBeNull()
  })

  test('several columns are known with the last of them, calendar columns do not count', () => {
    expect(a.combinedAvailability([known(null), known(-minute), known(2 * minute)]).availabilityUs).toBe(
      2 * minute,
    )
    expect(a.combinedAvailability([known(null)]).availabilityUs).toBeNull()
    expect(a.combinedAvailability([]).availabilityUs).toBeNull()
  })

  test('issue offset: the horizon ends with the target’s interval', () => {
    expect(a.issueOffsetUs({ stamp: 'interval-start' }, 15 * minute, 15 * minute)).toBe(0)
    expect(a.issueOffsetUs({ stamp: 'interval-end' }, 15 * minute, 15 * minute)).toBe(-15 * minute)
    expect(a.issueOffsetUs({}, undefined, minute)).toBe(-minute)
  })

  test('known at the very instant of issue is known', () => {
    expect(a.isKnownAt(known(-minute), -minute)).toBe(true)
    expect(a.isKnownAt(known(1 - minute), -minute)).toBe(false)
  })

  test('a long chain is told by origin', () => {
    let column = known(minute)
    for (let i = 0; i < 60; i++) column = a.lagged(i % 2 ? column : a.joined(column, 2), 1, minute)
    expect(column.availabilityTerms?.map((term) => term.code)).toEqual(
      expect.arrayContaining(['source', 'join', 'lag']),
    )
    expect(column.availabilityTerms?.length).toBeLessThanOrEqual(50)
    expect([column.availabilityUs, sum(column)]).toEqual([60 - 59 * minute, 60 - 59 * minute])
  })

  test('terms that do not add up are not believed', () => {
    const wrong = known(minute, { availabilityTerms: [{ code: 'lag', us: 5 }] })
    expect(a.availabilityTerms(wrong)).toEqual([{ code: 'source', us: minute }])
  })

  test('whatever is done to a column, its terms add up and stay few', () => {
    const path = fc.array(fc.tuple(fc.nat(steps.length - 1), fc.integer({ min: -1000, max: 1000 })), {
      maxLength: 120,
    })
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), path, (start, chain) => {
        const column = chain.reduce((from, [index, by]) => steps[index](from, by), known(start))
        expect(sum(column)).toBe(column.availabilityUs)
        expect(column.availabilityTerms?.length).toBeLessThanOrEqual(50)
      }),
    )
  })
})

const steps: ((column: Column, by: number) => Column)[] = [
  (column, by) => a.lagged(column, by, minute),
  (column, by) => a.shifted(column, by),
  (column, by) => a.windowed(column, by),
  (column, by) => a.resampled(column, { stepUs: Math.abs(by) + 1, closed: 'left', stamp: 'interval-start' }),
  (column, by) => a.joined(column, Math.abs(by)),
  (column, by) => a.restamped(column, by, 'interval-end'),
  (column) => ({ ...column, ...a.predictedAvailability([column]) }),
]

function bucket(stamp: 'interval-start' | 'interval-end', fromMinutes?: number): a.Resampling {
  return { stepUs: 60 * minute, fromStepUs: fromMinutes && fromMinutes * minute, closed: 'left', stamp }
}

function sum(column: Column): number {
  return (column.availabilityTerms ?? []).reduce((total, term) => total + term.us, 0)
}
