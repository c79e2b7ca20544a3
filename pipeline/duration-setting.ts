/** Lengths of time as people write them in settings: '15min', '1 d', '250 ms'. Fixed lengths: a day is 24 hours. */
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

const pattern = /^(\d+(?:\.\d+)?) ?(us|ms|s|min|h|d|w)$/

/** A length of time in a config: kept as text, so that documents read well. */
export const durationSchema = z.string().max(40).regex(pattern)

/** Whole µs of a text that durationSchema has accepted; throws for another. */
export function durationUs(text: string): number {
  const match = pattern.exec(text)
  if (!match) throw new Error(`not a length of time: ${JSON.stringify(text)}`)
  return Math.round(Number(match[1]) * unitsUs[match[2]])
}
