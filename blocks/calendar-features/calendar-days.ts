/** The calendar of a day given by its number, 0 being 1970-01-01. */

export interface CalendarDay {
  month: number
  /** 1 to 366. */
  dayOfYear: number
  daysOfYear: number
  /** 1 Monday to 7 Sunday. */
  weekday: number
}

const dayMs = 86_400_000

/** Remembers the last day asked for, since rows are mostly in order. */
export function dayReader(): (dayNumber: number) => CalendarDay {
  let last = Number.NaN
  let day: CalendarDay = { month: 1, dayOfYear: 1, daysOfYear: 365, weekday: 1 }
  return (dayNumber) => {
    if (dayNumber !== last) day = readDay(dayNumber)
    last = dayNumber
    return day
  }
}

/** The proleptic Gregorian calendar, as Date has it. */
function readDay(dayNumber: number): CalendarDay {
  const date = new Date(dayNumber * dayMs)
  const year = date.getUTCFullYear()
  const newYear = Date.UTC(year, 0, 1) / dayMs
  return {
    month: date.getUTCMonth() + 1,
    dayOfYear: dayNumber - newYear + 1,
    daysOfYear: Date.UTC(year + 1, 0, 1) / dayMs - newYear,
    weekday: ((((dayNumber + 3) % 7) + 7) % 7) + 1,
  }
}

/** Numbers of days written as 2024-12-25. */
export function dayNumbers(days: readonly string[]): Set<number> {
  return new Set(days.map((text) => Date.parse(`${text}T00:00Z`) / dayMs))
}
