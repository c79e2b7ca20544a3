import { expect, test } from 'vitest'
import { readRunsSearch, runsFilter } from './runs-search.ts'

test('of an address only what the list understands is taken', () => {
  expect(
    readRunsSearch({
      status: ['done', 'x', 'failed'],
      pipeline: 'p',
      startedBy: 3,
      from: '2026-02-30x',
      until: '2026-01-31',
    }),
  ).toEqual({ status: ['done', 'failed'], pipeline: 'p', until: '2026-01-31' })
  expect(readRunsSearch({ status: 'done', pipeline: '' })).toEqual({})
})

test('the last day is included whole', () => {
  const { from, until } = runsFilter({ from: '2026-01-31', until: '2026-01-31' })
  expect(from).toBe(new Date(2026, 0, 31).toISOString())
  expect(until).toBe(new Date(2026, 1, 1).toISOString())
})
