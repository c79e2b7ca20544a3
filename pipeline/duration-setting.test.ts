import { expect, test } from 'vitest'
import { durationSchema, durationUs } from './duration-setting.ts'

test('reads lengths of time as people write them', () => {
  expect(durationUs('15min')).toBe(900_000_000)
  expect(durationUs('1 d')).toBe(86_400_000_000)
  expect(durationUs('0.5h')).toBe(1_800_000_000)
  expect(durationUs('0s')).toBe(0)
})

test.each(['', '15', 'min', '-1h', '1 month', '1h30min', '1e3s', ' 1h'])('refuses %j', (text) => {
  expect(durationSchema.safeParse(text).success).toBe(false)
  expect(() => durationUs(text)).toThrow('not a length of time')
})
