/** When the plant works: shifts by local time, and waves of the day and the year without a sine. */

const hourUs = 3_600_000_000
const dayUs = 24 * hourUs
const yearUs = 365.2425 * dayUs

export const shifts = ['early', 'late', 'night', 'off'] as const
export type Shift = (typeof shifts)[number]

/** Planned pieces per hour. */
export const plannedRate: Record<Shift, number> = { early: 100, late: 90, night: 45, off: 0 }

/**
 * Early 6-14, late 14-22, night 22-6 from Monday 6:00 to Saturday 14:00 (the last early shift at 60 %); off at
 * weekends, in two weeks of August and between 24 December and 1 January. `localUs`: the clock's reading.
 */
export function shiftAt(localUs: number): Shift {
  const hour = Math.floor((localUs % dayUs) / hourUs)
  const shift = hour >= 6 && hour < 14 ? 'early' : hour >= 14 && hour < 22 ? 'late' : 'night'
  // A night shift belongs to the day on which it began.
  const day = Math.floor((localUs - 6 * hourUs) / dayUs)
  const weekday = weekdayOf(day)
  const isOff = weekday === 6 || (weekday === 5 && shift !== 'early') || isShutdown(day)
  return isOff ? 'off' : shift
}

export function rateAt(localUs: number): number {
  const isSaturday = weekdayOf(Math.floor(localUs / dayUs)) === 5
  const shift = shiftAt(localUs)
  return shift === 'early' && isSaturday ? 60 : plannedRate[shift]
}

/** 0 Monday to 6 Sunday; day 0 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

function isShutdown(day: number): boolean {
  const date = new Date(day * 86_400_000)
  const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()]
  if (month === 8) return dayOfMonth <= 14
  return (month === 12 && dayOfMonth >= 24) || (month === 1 && dayOfMonth === 1)
}

/** Outdoor temperature in °C without weather: coldest in mid-January and at 4:00. */
export function seasonalTemperature(localUs: number): number {
  const year = wave(localUs / yearUs - 0.29)
  const day = wave(localUs / dayUs - 10 / 24)
  return 10 + 9 * year + 4 * day
}

/** A sine of the given turns (1: once around), by Bhaskara's fraction: within 0.002, and the same bits anywhere. */
export function wave(turns: number): number {
  const part = turns - Math.floor(turns)
  const half = part < 0.5 ? 2 * part : 2 * part - 1
  const product = half * (1 - half)
  const value = (16 * product) / (5 - 4 * product)
  return part < 0.5 ? value : -value
}
