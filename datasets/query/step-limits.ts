/** Where the steps of a grid begin and end, on the clock of a place. */
import { Temporal } from 'temporal-polyfill'
import { DomainError } from '#pipeline/domain-error.ts'
import type { TimeRange } from './segments.ts'

export type Step = { us: number } | { calendar: 'hour' | 'day' | 'week' | 'month' | 'year' }

const maxSteps = 100_000

/**
 * The limits of all steps that overlap the range, n + 1 for n steps. Steps of a length count from 1970-01-01 UTC; those
 * of the calendar follow the clock of `zone` (IANA): a day on which it is put forward has 23 hours, weeks begin on
 * Monday (ISO 8601). Throws 'too-many-steps'.
 */
export function stepLimits(range: TimeRange, step: Step, zone: string): Float64Array {
  return 'us' in step ? evenLimits(range, step.us) : calendarLimits(range, step.calendar, zone)
}

function evenLimits({ fromUs, toUs }: TimeRange, us: number): Float64Array {
  const first = Math.floor(fromUs / us)
  const count = Math.ceil(toUs / us) - first
  refuseTooMany(count)
  return Float64Array.from({ length: count + 1 }, (_, i) => (first + i) * us)
}

function calendarLimits({ fromUs, toUs }: TimeRange, unit: string, zone: string): Float64Array {
  const limits: number[] = []
  let at = beginOf(fromUs, unit, zone)
  for (let count = 0; ; count++) {
    refuseTooMany(count)
    limits.push(at.epochMilliseconds * 1_000)
    if (limits[count] >= toUs) return Float64Array.from(limits)
    at = at.add({ [`${unit}s`]: 1 })
  }
}

function beginOf(timeUs: number, unit: string, zone: string): Temporal.ZonedDateTime {
  const time = Temporal.Instant.fromEpochMilliseconds(Math.floor(timeUs / 1_000)).toZonedDateTimeISO(zone)
  if (unit === 'hour') return time.round({ smallestUnit: 'hour', roundingMode: 'floor' })
  const day = time.startOfDay()
  if (unit === 'week') return day.subtract({ days: day.dayOfWeek - 1 })
  if (unit === 'month') return day.with({ day: 1 })
  return unit === 'year' ? day.with({ month: 1, day: 1 }) : day
}

function refuseTooMany(count: number): void {
  if (count > maxSteps) throw new DomainError('too-many-steps', { most: maxSteps })
}
