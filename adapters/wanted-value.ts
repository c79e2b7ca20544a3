/** A value of a payload as the type that is wanted for the tag, or why it cannot be. */
import type { Sample, ValueType } from './sample-batch.ts'

export type WantedType = Exclude<ValueType, 'none'>

/** Words for yes and no, lower case. */
export interface BooleanWords {
  yes: readonly string[]
  no: readonly string[]
}

export const usualWords: BooleanWords = {
  yes: ['true', 'on', 'yes', '1', 'ein', 'an', 'ja', 'wahr'],
  no: ['false', 'off', 'no', '0', 'aus', 'nein', 'falsch'],
}

export type Converted =
  { value: Exclude<Sample['value'], null>; status?: undefined } | { value: null; status: string }

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const integerText = /^[+-]?\d{1,19}$/
const specialNumbers: Record<string, number> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  '+inf': Infinity,
  '+infinity': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
}

const bad = (status: string): Converted => ({ value: null, status })

/** `raw` is what JSON, CSV or Sparkplug said. */
export function toWanted(raw: unknown, type: WantedType, words: BooleanWords = usualWords): Converted {
  if (raw === null) return bad('null')
  if (type === 'text') return toText(raw)
  if (typeof raw === 'object' || raw === undefined) return bad('not-a-single-value')
  if (type === 'number') return toNumber(raw)
  return type === 'integer' ? toInteger(raw) : toBoolean(raw, words)
}

function toText(raw: unknown): Converted {
  if (typeof raw === 'string') return { value: raw }
  return { value: typeof raw === 'object' ? JSON.stringify(raw) : String(raw) }
}

function toNumber(raw: unknown): Converted {
  if (typeof raw === 'number') return { value: raw }
  if (typeof raw === 'bigint' || typeof raw === 'boolean') return { value: Number(raw) }
  const text = String(raw).trim()
  if (numberText.test(text)) return { value: Number(text) }
  const special = specialNumbers[text.toLowerCase()]
  return special === undefined ? bad('not-a-number') : { value: special }
}

function toInteger(raw: unknown): Converted {
  if (typeof raw === 'bigint') return withinInt64(raw)
  if (typeof raw === 'boolean') return { value: raw ? 1n : 0n }
  if (typeof raw === 'number')
    return Number.isSafeInteger(raw) ? { value: BigInt(raw) } : bad('not-an-integer')
  const text = String(raw).trim()
  return integerText.test(text) ? withinInt64(BigInt(text.replace('+', ''))) : bad('not-an-integer')
}

function withinInt64(value: bigint): Converted {
  return BigInt.asIntN(64, value) === value ? { value } : bad('beyond-int64')
}

function toBoolean(raw: unknown, words: BooleanWords): Converted {
  if (typeof raw === 'boolean') return { value: raw }
  const text = String(raw).trim().toLowerCase()
  if (words.yes.includes(text)) return { value: true }
  return words.no.includes(text) ? { value: false } : bad('not-a-boolean')
}
