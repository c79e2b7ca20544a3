import { describe, expect, test } from 'vitest'
import { diskForecastSchema, forecastFrom } from './disk-forecast.ts'
import type { DiskSample } from './disk-forecast.ts'

const gigabyte = 1e9
const start = Date.parse('2026-01-01T00:00:00Z')

/** The store at `used` gigabytes, `hours` after the start. */
function sample(hours: number, used: number): DiskSample {
  const parts = { store: used * gigabyte, database: 2 * gigabyte, archive: 0, backups: gigabyte, logs: 0 }
  return { at: new Date(start + hours * 3_600_000).toISOString(), free: 0, parts, kept: null }
}
const hours = (count: number, step = 1) => Array.from({ length: count }, (_, index) => index * step)
const room = (free: number) => ({ free: free * gigabyte, total: 500 * gigabyte })

describe('the forecast of the disk', () => {
  test('follows what has grown evenly: 2 GB a day, 100 GB left, 50 days', () => {
    const found = forecastFrom(
      hours(72).map((hour) => sample(hour, 10 + hour / 12)),
      room(100),
    )
    expect(found.growthPerDay).toBeCloseTo(2 * gigabyte, -3)
    expect(found.daysLeft).toBeCloseTo(50, 6)
    expect(found).toMatchObject({
      state: 'ok',
      measuredAt: '2026-01-03T23:00:00.000Z',
      parts: { database: 2e9 },
    })
    expect(diskForecastSchema.safeParse(found).success).toBe(true)
  })

  test('takes the line nearest to all points', () => {
    // (0, 10), (12, 12), (24, 11) and (36, 13): by hand, slope 0.8 GB in 12 h.
    const found = forecastFrom(
      [10, 12, 11, 13].map((used, index) => sample(12 * index, used)),
      room(100),
    )
    expect(found.growthPerDay).toBeCloseTo(1.6 * gigabyte, -3)
  })

  test.each([
    [100, 'ok'],
    [59, 'warning'],
    [15, 'warning'],
    [13, 'problem'],
  ])('of 2 GB a day with %d GB left is %s', (free, state) => {
    expect(
      forecastFrom(
        hours(48).map((hour) => sample(hour, 10 + hour / 12)),
        room(free),
      ).state,
    ).toBe(state)
  })

  test('warns of little room whatever grows', () => {
    expect([6, 4, 0.5].map((free) => forecastFrom([], room(free)).state)).toEqual([
      'ok',
      'warning',
      'problem',
    ])
  })

  test('says nothing before it knows, and nothing of what shrinks', () => {
    expect(forecastFrom([], room(100))).toMatchObject({
      growthPerDay: null,
      daysLeft: null,
      measuredAt: null,
    })
    expect(
      forecastFrom(
        hours(6).map((hour) => sample(hour, 10 + hour)),
        room(100),
      ).growthPerDay,
    ).toBeNull()
    const shrinking = forecastFrom(
      hours(48).map((hour) => sample(hour, 100 - hour)),
      room(100),
    )
    expect([shrinking.daysLeft, shrinking.state]).toEqual([null, 'ok'])
  })

  test('forgets what was before the last seven days', () => {
    const steep = hours(24).map((hour) => sample(hour, 10 * hour))
    const flat = hours(24 * 8).map((hour) => sample(24 + hour, 240))
    expect(forecastFrom([...steep, ...flat], room(100)).growthPerDay).toBeCloseTo(0, 3)
  })
})
