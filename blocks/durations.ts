/** Lengths of time as people write them in settings: '15 min', '1 h', '0.5 s', '1 d'. They stay text in the config. */
import { z } from 'zod'

const unitsUs: Record<string, number> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
  w: 604_800_000_000,
}

const pattern = /^(\d{1,12}(?:\.\d{1,6})?) ?(us|ms|s|min|h|d|w)$/
const expectation = "a number and one of us, ms, s, min, h, d, w, such as '15 min'"

/** 24 hours in µs; a local day has 23 to 25. */
export const dayUs = unitsUs.d

/** A length of time that may be zero. */
export const durationOrZero = z.string().regex(pattern, expectation)

/** A length of time above zero: '15 min', '1 h', '1 d'. */
export const duration = durationOrZero.refine(
  (text) => !pattern.test(text) || durationUs(text) > 0,
  'must be more than 0',
)

/** Whole µs of a text that the schemas above have accepted; a day counts 24 hours. Throws for other texts. */
export function durationUs(text: string): number {
  const match = pattern.exec(text)
  if (!match) throw new Error(`not a length of time: ${JSON.stringify(text)}`)
  return Math.round(Number(match[1]) * unitsUs[match[2]])
}

/** The text without blanks, for column names: '15 min' becomes '15min'. */
export function durationName(text: string): string {
  return text.replace(' ', '')
}

/** How many whole days a text in days or weeks means ('1 d', '1 w'); undefined for other units. */
export function durationDays(text: string): number | undefined {
  const days = durationUs(text) / dayUs
  return /[dw]$/.test(text) && Number.isInteger(days) ? days : undefined
}
