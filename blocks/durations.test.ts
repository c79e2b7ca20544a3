import { describe, expect, it } from 'vitest'
import { duration, durationDays, durationName, durationOrZero, durationUs } from './durations.ts'

describe('lengths of time in settings', () => {
  it.each([
    ['250 ms', 250_000],
    ['0.5 s', 500_000],
    ['15min', 900_000_000],
    ['1 h', 3_600_000_000],
    ['1.5 d', 129_600_000_000],
    ['1 w', 604_800_000_000],
    ['0.1 s', 100_000],
  ])('%s', (text, us) => {
    expect(duration.parse(text)).toBe(text)
    expect(durationUs(text)).toBe(us)
  })

  it.each(['', '15', 'min', '15 minutes', '-1 h', '1h30', '1,5 h', ' 1 h', '1e3 s', 'PT1H'])(
    'refuses %j',
    (text) => {
      expect(duration.safeParse(text).success).toBe(false)
      expect(() => durationUs(text)).toThrow(/not a length of time/)
    },
  )

  it('allows nothing only where nothing makes sense', () => {
    expect(durationOrZero.safeParse('0 min').success).toBe(true)
    expect(duration.safeParse('0 min').success).toBe(false)
  })

  it('tells whole local days from hours, and names columns', () => {
    expect(['1 d', '1 w', '24 h', '1.5 d'].map(durationDays)).toEqual([1, 7, undefined, undefined])
    expect(durationName('15 min')).toBe('15min')
  })
})
