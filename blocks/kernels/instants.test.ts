import { describe, expect, it } from 'vitest'
import { instantUs, isInstantText } from './instants.ts'

const iso = (text: string, zone = 'Europe/Berlin') => new Date(instantUs(text, zone) / 1_000).toISOString()

describe('instants in settings', () => {
  it('are read with their offset, or on the clock of the zone', () => {
    expect(iso('2024-01-31T06:00:00+01:00', 'UTC')).toBe('2024-01-31T05:00:00.000Z')
    expect(iso('2024-01-31 06:00')).toBe('2024-01-31T05:00:00.000Z')
    expect(iso('2024-07-31')).toBe('2024-07-30T22:00:00.000Z')
    expect(iso('2024-07-31T06:00:00.250Z')).toBe('2024-07-31T06:00:00.250Z')
  })

  it('are the earlier one in the doubled hour and jump with the clock over the missing one', () => {
    expect(iso('2018-10-28T02:30')).toBe('2018-10-28T00:30:00.000Z')
    expect(iso('2019-03-31T02:30')).toBe('2019-03-31T01:30:00.000Z')
  })

  it.each(['2024-02-30', '2024-13-01', '24-01-01', '2024-01-01T25:00', 'yesterday', '2024-01-01Z'])(
    'refuses %j',
    (text) => {
      expect(isInstantText(text)).toBe(false)
    },
  )
})
