/**
 * Date formats as strptime knows them, compiled to a parser of bytes. Days, months and hours may have one
 * digit or two. Special names: 'iso', 'iso-offset', 'epoch-s', 'epoch-ms', 'epoch-us'.
 */

/** Epoch µs of the cell bytes[start, end), NaN where it does not fit. Without offset: the clock's reading. */
export type TimeParser = (bytes: Uint8Array, start: number, end: number) => number

export interface DateFormat {
  parse: TimeParser
  /** The cell itself says which instant it is (offset, or epoch). */
  absolute: boolean
}

type Field = 'Y' | 'y' | 'm' | 'd' | 'H' | 'I' | 'M' | 'S' | 'f' | 'p' | 'b' | 'z'
type Part = { field: Field } | { literal: number }

const fields = new Set('YymdHIMSfpbz')
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const germanMonths: Record<string, number> = { mär: 3, mrz: 3, mai: 5, okt: 10, dez: 12 }
const shortcuts: Record<string, string> = { B: 'b', T: '' }

/** Undefined for a format that is not understood. */
export function dateFormat(format: string): DateFormat | undefined {
  if (format === 'iso') return { parse: isoParser(false), absolute: false }
  if (format === 'iso-offset') return { parse: isoParser(true), absolute: true }
  const epochUs = { 'epoch-s': 1e6, 'epoch-ms': 1e3, 'epoch-us': 1 }[format]
  if (epochUs) return { parse: epochParser(epochUs), absolute: true }
  const parts = partsOf(format)
  if (!parts || !namesADay(parts)) return undefined
  return { parse: partsParser(parts), absolute: parts.some((part) => 'field' in part && part.field === 'z') }
}

function namesADay(parts: Part[]): boolean {
  const found = new Set(parts.map((part) => ('field' in part ? part.field : '')))
  return (found.has('Y') || found.has('y')) && (found.has('m') || found.has('b')) && found.has('d')
}

function partsOf(format: string): Part[] | undefined {
  const parts: Part[] = []
  const text = format.replaceAll('%T', '%H:%M:%S').replaceAll('%F', '%Y-%m-%d')
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 126) return undefined
    if (text[index] !== '%') {
      parts.push({ literal: code })
      continue
    }
    const letter = shortcuts[text[++index]] ?? text[index]
    if (letter === '%') parts.push({ literal: 37 })
    else if (fields.has(letter)) parts.push({ field: letter as Field })
    else return undefined
  }
  return parts
}

/** Years whose µs a double holds exactly. */
const firstYear = 1685
const lastYear = 2254

/** Days since 1970-01-01 of a proleptic Gregorian date (after Howard Hinnant's days_from_civil); NaN for no such day. */
export function daysFromCivil(year: number, month: number, day: number): number {
  if (year < firstYear || year > lastYear) return NaN
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return NaN
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** 24:00 is the midnight that ends the day; a leap second is refused. */
function microseconds(days: number, hour: number, minute: number, second: number, us: number): number {
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && minute + second + us > 0)) return NaN
  return days * 86_400e6 + hour * 3_600e6 + minute * 60e6 + second * 1e6 + us
}

/** Where digits end and what they say; one cursor for all, since a parser runs to its end in one call. */
const cursor = { at: 0, value: 0 }

/** Reads min to max digits at the cursor. */
function readDigits(bytes: Uint8Array, end: number, min: number, max: number): boolean {
  const stop = Math.min(end, cursor.at + max)
  const start = cursor.at
  let value = 0
  let at = start
  for (; at < stop; at++) {
    const digit = bytes[at] - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  cursor.at = at
  cursor.value = value
  return at - start >= min
}

function skip(bytes: Uint8Array, end: number, byte: number): boolean {
  if (cursor.at >= end || bytes[cursor.at] !== byte) return false
  cursor.at++
  return true
}

/** A fraction's digits as µs; digits beyond the sixth are cut off. */
function readFraction(bytes: Uint8Array, end: number): boolean {
  const start = cursor.at
  if (!readDigits(bytes, end, 1, 6)) return false
  let us = cursor.value
  for (let digits = cursor.at - start; digits < 6; digits++) us *= 10
  while (cursor.at < end && bytes[cursor.at] >= 48 && bytes[cursor.at] <= 57) cursor.at++
  cursor.value = us
  return true
}

/** Z, ±hh, ±hhmm or ±hh:mm as µs. */
function readOffset(bytes: Uint8Array, end: number): boolean {
  cursor.value = 0
  if (skip(bytes, end, 90) || skip(bytes, end, 122)) return true
  const sign = bytes[cursor.at] === 43 ? 1 : bytes[cursor.at] === 45 ? -1 : 0
  if (sign === 0 || cursor.at++ >= end || !readDigits(bytes, end, 2, 2)) return false
  const hours = cursor.value
  cursor.value = 0
  skip(bytes, end, 58)
  if (cursor.at < end && (!readDigits(bytes, end, 2, 2) || cursor.value > 59)) return false
  cursor.value = sign * (hours * 3_600e6 + cursor.value * 60e6)
  return hours <= 23
}

function isoParser(withOffset: boolean): TimeParser {
  return (bytes, start, end) => {
    cursor.at = start
    if (!readDigits(bytes, end, 4, 4)) return NaN
    const year = cursor.value
    if (!skip(bytes, end, 45) || !readDigits(bytes, end, 2, 2)) return NaN
    const month = cursor.value
    if (!skip(bytes, end, 45) || !readDigits(bytes, end, 2, 2)) return NaN
    const days = daysFromCivil(year, month, cursor.value)
    if (cursor.at === end) return withOffset ? NaN : days * 86_400e6
    return isoTime(bytes, end, days, withOffset)
  }
}

function isoTime(bytes: Uint8Array, end: number, days: number, withOffset: boolean): number {
  if (!skip(bytes, end, 84) && !skip(bytes, end, 32)) return NaN
  if (!readDigits(bytes, end, 2, 2)) return NaN
  const hour = cursor.value
  if (!skip(bytes, end, 58) || !readDigits(bytes, end, 2, 2)) return NaN
  const minute = cursor.value
  let second = 0
  let us = 0
  if (skip(bytes, end, 58)) {
    if (!readDigits(bytes, end, 2, 2)) return NaN
    second = cursor.value
    if (skip(bytes, end, 46) || skip(bytes, end, 44)) {
      if (!readFraction(bytes, end)) return NaN
      us = cursor.value
    }
  }
  const local = microseconds(days, hour, minute, second, us)
  if (!withOffset) return cursor.at === end ? local : NaN
  skip(bytes, end, 32)
  return cursor.at < end && readOffset(bytes, end) && cursor.at === end ? local - cursor.value : NaN
}

/** Whole or decimal numbers since 1970-01-01 UTC, rounded to µs. */
function epochParser(unitUs: number): TimeParser {
  return (bytes, start, end) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
    const us = /^-?\d{1,17}(\.\d+)?$/.test(text) ? Math.round(Number(text) * unitUs) : NaN
    return Math.abs(us) <= 8.9e15 ? us : NaN
  }
}

interface Clock {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  us: number
  offsetUs: number
  afternoon: number
}

function partsParser(parts: Part[]): TimeParser {
  const clock: Clock = {
    year: 0,
    month: 0,
    day: 0,
    hour: 0,
    minute: 0,
    second: 0,
    us: 0,
    offsetUs: 0,
    afternoon: -1,
  }
  return (bytes, start, end) => {
    cursor.at = start
    clock.hour = clock.minute = clock.second = clock.us = clock.offsetUs = 0
    clock.afternoon = -1
    for (const part of parts) {
      const fits =
        'literal' in part ? skip(bytes, end, part.literal) : readField(part.field, bytes, end, clock)
      if (!fits) return NaN
    }
    return cursor.at === end ? clockUs(clock) : NaN
  }
}

function clockUs(clock: Clock): number {
  const days = daysFromCivil(clock.year, clock.month, clock.day)
  if (clock.afternoon >= 0 && (clock.hour < 1 || clock.hour > 12)) return NaN
  const hour = clock.afternoon < 0 ? clock.hour : (clock.hour % 12) + 12 * clock.afternoon
  return microseconds(days, hour, clock.minute, clock.second, clock.us) - clock.offsetUs
}

function readField(field: Field, bytes: Uint8Array, end: number, clock: Clock): boolean {
  switch (field) {
    case 'Y':
      return keep(readDigits(bytes, end, 4, 4), clock, 'year')
    case 'y':
      if (!readDigits(bytes, end, 2, 2)) return false
      clock.year = cursor.value + (cursor.value < 69 ? 2000 : 1900)
      return true
    case 'm':
      return keep(readDigits(bytes, end, 1, 2), clock, 'month')
    case 'd':
      return keep(readDigits(bytes, end, 1, 2), clock, 'day')
    case 'H':
    case 'I':
      return keep(readDigits(bytes, end, 1, 2), clock, 'hour')
    case 'M':
      return keep(readDigits(bytes, end, 1, 2), clock, 'minute')
    case 'S':
      return keep(readDigits(bytes, end, 1, 2), clock, 'second')
    case 'f':
      return keep(readFraction(bytes, end), clock, 'us')
    case 'z':
      return keep(readOffset(bytes, end), clock, 'offsetUs')
    case 'p':
      return readHalf(bytes, end, clock)
    case 'b':
      return readMonthName(bytes, end, clock)
  }
}

function keep(fits: boolean, clock: Clock, name: keyof Clock): boolean {
  if (fits) clock[name] = cursor.value
  return fits
}

function readHalf(bytes: Uint8Array, end: number, clock: Clock): boolean {
  const letter = bytes[cursor.at] | 32
  if (cursor.at + 2 > end || (letter !== 97 && letter !== 112) || (bytes[cursor.at + 1] | 32) !== 109)
    return false
  clock.afternoon = letter === 112 ? 1 : 0
  cursor.at += 2
  return true
}

/** English and German names, short or long, with or without a dot. */
function readMonthName(bytes: Uint8Array, end: number, clock: Clock): boolean {
  const rest = Buffer.from(bytes.buffer, bytes.byteOffset + cursor.at, end - cursor.at).toString()
  const name = /^\p{L}{3,9}\.?/u.exec(rest)?.[0]
  if (!name) return false
  const short = name.slice(0, 3).toLowerCase()
  clock.month = germanMonths[short] ?? months.indexOf(short) + 1
  cursor.at += Buffer.byteLength(name)
  return clock.month > 0
}
