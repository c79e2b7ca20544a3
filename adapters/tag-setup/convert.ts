/** A value as its tag holds it. */
import type { Sample, ValueType } from '#adapters/sample-batch.ts'
import { qualities } from '#adapters/sample-batch.ts'

type Value = Sample['value']
type TagType = Exclude<ValueType, 'none'>

/** Undefined: it cannot become that without being another value. */
export function convertValue(value: Exclude<Value, null>, type: TagType): Exclude<Value, null> | undefined {
  if (type === 'text') return String(value)
  if (type === 'boolean') return toBoolean(value)
  const number =
    typeof value === 'boolean' ? Number(value) : typeof value === 'string' ? readNumber(value, type) : value
  if (number === undefined) return undefined
  return type === 'integer' ? toInteger(number) : toNumber(number)
}

/** The same sample with a value of the type; where there is none it is bad and says what came. */
export function convertSample(sample: Sample, type: TagType): Sample {
  if (sample.value === null) return sample
  const value = convertValue(sample.value, type)
  if (value !== undefined) return value === sample.value ? sample : { ...sample, value }
  const status = `not-${type}: ${String(sample.value).slice(0, 100)}`
  return { ...sample, value: null, quality: qualities.bad, status }
}

function toBoolean(value: Exclude<Value, null>): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 0 || value === 0n || value === '0' || value === 'false') return false
  return value === 1 || value === 1n || value === '1' || value === 'true' ? true : undefined
}

function toInteger(value: number | bigint): bigint | undefined {
  if (typeof value === 'bigint') return value
  // Beyond 2^53 a double does not say which integer was meant.
  return Number.isSafeInteger(value) ? BigInt(value) : undefined
}

function toNumber(value: number | bigint): number | undefined {
  if (typeof value === 'number') return value
  const number = Number(value)
  return BigInt(number) === value ? number : undefined
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

function readNumber(text: string, type: TagType): number | bigint | undefined {
  const trimmed = text.trim()
  if (type === 'integer' && /^[+-]?\d{1,19}$/.test(trimmed)) {
    const integer = BigInt(trimmed.replace(/^\+/, ''))
    return BigInt.asIntN(64, integer) === integer ? integer : undefined
  }
  if (trimmed === 'NaN') return Number.NaN
  return decimal.test(trimmed) ? Number(trimmed) : undefined
}
