/** A value as the type that was wanted, exactly or with a status that says why not. */
import type { Quality, Sample, ValueType } from '#adapters/sample-batch.ts'
import { limits } from './limits.ts'
import type { Scalar } from './scalars.ts'
import { ownStatus } from './status.ts'
import { isoMicros } from './times.ts'

export interface Wanted {
  value: Sample['value']
  /** At least this bad. */
  quality: Quality
  status: string
}

const good = (value: Sample['value']): Wanted => ({ value, quality: 0, status: '' })
const bad = (status: string): Wanted => ({ value: null, quality: 2, status })

/** See README.md for the table. */
export function become(scalar: Scalar, type: Exclude<ValueType, 'none'>): Wanted {
  if (scalar.kind === 'none') return bad(ownStatus.noValue)
  if (type === 'number') return becomeNumber(scalar)
  if (type === 'integer') return becomeInteger(scalar)
  if (type === 'boolean') return becomeBoolean(scalar)
  const text = becomeText(scalar)
  return text.length > limits.textLength ? bad(ownStatus.tooLong) : good(text)
}

type Given = Exclude<Scalar, { kind: 'none' }>

function becomeNumber(scalar: Given): Wanted {
  if (scalar.kind === 'float') return good(scalar.value)
  if (scalar.kind === 'boolean') return good(scalar.value ? 1 : 0)
  if (scalar.kind === 'text') return bad(ownStatus.wrongType)
  // A time counts in seconds. Its µs are kept by 'integer' and 'text'.
  if (scalar.kind === 'time') return good(Number(scalar.value) / 1e6)
  const value = Number(scalar.value)
  return BigInt(value) === scalar.value ? good(value) : { value, quality: 1, status: ownStatus.rounded }
}

function becomeInteger(scalar: Given): Wanted {
  if (scalar.kind === 'text') return bad(ownStatus.wrongType)
  if (scalar.kind === 'boolean') return good(scalar.value ? 1n : 0n)
  if (scalar.kind === 'float' && !Number.isInteger(scalar.value)) return bad(ownStatus.wrongType)
  const value = BigInt(scalar.value)
  return BigInt.asIntN(64, value) === value ? good(value) : bad(ownStatus.outOfRange)
}

function becomeBoolean(scalar: Given): Wanted {
  if (scalar.kind === 'boolean') return good(scalar.value)
  const isBit = scalar.kind === 'integer' && (scalar.value === 0n || scalar.value === 1n)
  return isBit ? good(scalar.value === 1n) : bad(ownStatus.wrongType)
}

function becomeText(scalar: Given): string {
  if (scalar.kind === 'time') return isoMicros(scalar.value)
  return scalar.kind === 'code' ? scalar.name : String(scalar.value)
}
