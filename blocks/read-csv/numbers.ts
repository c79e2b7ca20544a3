/** Numbers from bytes, exact: the double nearest to the decimal text. */

const powers = Float64Array.from({ length: 23 }, (_, index) => Number(`1e${index}`))

/**
 * The number in bytes[start, end), or NaN when it is not plainly one (also for 'nan', grouped digits and
 * numbers too long for this fast way: slowNumber() decides). `decimal`: byte of the decimal mark.
 */
export function fastNumber(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let at = start
  const sign = bytes[at]
  if (sign === 45 || sign === 43) at++
  let head = 0
  let tail = 0
  let digits = 0
  let tailDigits = 0
  let seen = 0
  let exponent = 0
  let inFraction = 0
  for (; at < end; at++) {
    const digit = bytes[at] - 48
    if (digit >= 0 && digit <= 9) {
      seen++
      exponent -= inFraction
      if (digits < 15) {
        head = head * 10 + digit
        if (head > 0) digits++
      } else if (++tailDigits > 4) return NaN
      else tail = tail * 10 + digit
    } else if (bytes[at] === decimal && inFraction === 0) inFraction = 1
    else break
  }
  if (seen === 0) return NaN
  if (at < end) {
    exponent += exponentAt(bytes, at, end)
    if (exponent !== exponent) return NaN
  }
  const size = tailDigits === 0 ? scaled(head, exponent) : longDecimal(head, tail, tailDigits, exponent)
  return sign === 45 ? -size : size
}

/** Both factors are exact, so there is one rounding only. */
function scaled(head: number, exponent: number): number {
  if (exponent === 0 || head === 0) return head
  if (exponent < 0) return exponent >= -22 ? head / powers[-exponent] : NaN
  return exponent <= 22 ? head * powers[exponent] : NaN
}

function exponentAt(bytes: Uint8Array, from: number, end: number): number {
  if ((bytes[from] | 32) !== 101) return NaN
  let at = from + 1
  const sign = bytes[at]
  if (sign === 45 || sign === 43) at++
  if (at >= end || end - at > 3) return NaN
  let value = 0
  for (; at < end; at++) {
    const digit = bytes[at] - 48
    if (digit < 0 || digit > 9) return NaN
    value = value * 10 + digit
  }
  return sign === 45 ? -value : value
}

const splitter = 134_217_729

/** a * b - fl(a * b), exactly (Dekker). */
function productError(a: number, b: number, product: number): number {
  const ah = splitter * a - (splitter * a - a)
  const al = a - ah
  const bh = splitter * b - (splitter * b - b)
  const bl = b - bh
  return al * bl - (product - ah * bh - al * bh - ah * bl)
}

/**
 * (head * 10^tailDigits + tail) * 10^exponent in double-double arithmetic, kept only where the rounding test
 * (Ziv) proves that it is the nearest double; NaN otherwise.
 */
function longDecimal(head: number, tail: number, tailDigits: number, exponent: number): number {
  if (exponent > 0 || exponent < -22) return NaN
  const power = powers[tailDigits]
  const product = head * power
  const sum = product + tail
  const low = productError(head, power, product) + (tail - (sum - product))
  const divisor = powers[-exponent]
  const quotient = sum / divisor
  const back = quotient * divisor
  const rest = (sum - back - productError(quotient, divisor, back) + low) / divisor
  const up = quotient + rest * (1 + 2 ** -46)
  return up === quotient + rest * (1 - 2 ** -46) ? up : NaN
}

export interface NumberMarks {
  decimalMark: '.' | ','
  /** Empty: digits are not grouped. */
  thousands: string
}

/** Any number as text: grouped digits, inf, nan, any length. Undefined when it is none or no double is near it. */
export function slowNumber(text: string, marks: NumberMarks): number | undefined {
  const plain = plainNumber(text.trim(), marks)
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain)) {
    const value = Number(plain)
    return Number.isFinite(value) ? value : undefined
  }
  if (/^[+-]?nan$/i.test(plain)) return NaN
  const infinite = /^([+-]?)inf(inity)?$/i.exec(plain)
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity
  return undefined
}

/** The same number with '.' as decimal mark and without groups; '' when the marks do not fit. */
export function plainNumber(text: string, { decimalMark, thousands }: NumberMarks): string {
  if (decimalMark === ',' && text.includes('.') && thousands !== '.') return ''
  const grouped = thousands === '' ? text : ungrouped(text, decimalMark, thousands)
  return decimalMark === ',' ? grouped.replace(',', '.') : grouped
}

/** Groups of three in front of the decimal mark; a space stands for every kind of space. */
function ungrouped(text: string, decimalMark: string, thousands: string): string {
  const one = /\s/.test(thousands) ? '[ \\u00a0\\u2009\\u202f]' : `\\${thousands}`
  const rest = `(?:\\${decimalMark}\\d*)?(?:[eE][+-]?\\d+)?`
  if (!new RegExp(`^[+-]?\\d{1,3}(?:${one}\\d{3})+${rest}$`).test(text))
    return text.includes(thousands) ? '' : text
  return text.replace(new RegExp(one, 'g'), '')
}

/** The integer in bytes[start, end) when it has at most 15 digits, NaN otherwise. */
export function fastInteger(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  const sign = bytes[at]
  if (sign === 45 || sign === 43) at++
  if (at >= end || end - at > 15) return NaN
  let value = 0
  for (; at < end; at++) {
    const digit = bytes[at] - 48
    if (digit < 0 || digit > 9) return NaN
    value = value * 10 + digit
  }
  return sign === 45 ? -value : value
}

/** Any int64 as text, also with grouped digits. Undefined when it is none. */
export function slowInteger(text: string, marks: NumberMarks): bigint | undefined {
  const plain = plainNumber(text.trim(), marks)
  if (!/^[+-]?\d{1,40}$/.test(plain)) return undefined
  const value = BigInt(plain.replace('+', ''))
  return BigInt.asIntN(64, value) === value ? value : undefined
}

/** Up to here a double holds every whole number. */
export const exactUpTo = 2 ** 53

/** A whole number that is not the double it was read as: 9007199254740993. */
export function isRounded(text: string, value: number, marks: NumberMarks): boolean {
  const plain = plainNumber(text.trim(), marks)
  return /^[+-]?\d+$/.test(plain) && BigInt(plain.replace('+', '')) !== BigInt(value)
}

/** Digits behind a zero, as in postcodes and batch numbers: as a number 00123 would lose what it says. */
export function isCode(text: string): boolean {
  return /^\s*[+-]?0\d/.test(text)
}

/** A whole number of any length. */
export function isWhole(text: string, marks: NumberMarks): boolean {
  return /^[+-]?\d+$/.test(plainNumber(text.trim(), marks))
}
