import { expect, test } from 'vitest'
import { oneCheck, skippedCheck, sum, summary } from './tally.ts'

test('the last line counts everything, after each skip with its reason', () => {
  const total = sum([
    { passed: 3, failed: 1, skipped: [] },
    oneCheck(true),
    skippedCheck('drills', 'no disk'),
  ])
  expect(summary(total)).toBe('skipped: drills (no disk)\n4 passed, 1 failed, 1 skipped')
})
