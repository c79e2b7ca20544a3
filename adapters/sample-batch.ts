/** Samples on their way from a machine to the historian: one row a sample, one array a column. */
import { qualities, valueTypes } from '#datasets/ingest/sample-batch.ts'
import type { Quality, SampleBatch, ValueType } from '#datasets/ingest/sample-batch.ts'

export { qualities, valueTypes }
export type { Quality, SampleBatch, ValueType }

/** One sample as an adapter says it. */
export interface Sample {
  /** The number under which the host asked for the tag. */
  key: number
  /** Source time: whole epoch µs (UTC). */
  timeUs: number
  /** A number is float64 (NaN and infinities are values), a bigint int64; null only where the quality is bad. */
  value: number | bigint | boolean | string | null
  quality: Quality
  /** The protocol's own status, where it says more than good. */
  status?: string
  /** The protocol's own number of an event; only event tags need it. */
  sequence?: bigint
}

/** Collects samples and turns them into batches; grows as it needs. */
export class SampleBatchBuilder {
  #batch: SampleBatch
  #capacity: number

  constructor(capacity = 256) {
    this.#capacity = capacity
    this.#batch = emptyBatch(capacity)
  }

  get length(): number {
    return this.#batch.length
  }

  /** Throws RangeError for a time that is no whole µs, a bigint beyond int64, and a good sample without a value. */
  add(sample: Sample): void {
    const { key, timeUs, value, quality, status, sequence } = sample
    if (value === null && quality !== qualities.bad) throw new RangeError('a sample without a value is bad')
    if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value)
      throw new RangeError(`${value} is beyond int64`)
    const row = this.#nextRow(key, timeUs, quality)
    this.#setValue(row, value)
    const batch = this.#batch
    if (status) (batch.statuses ??= Array<string>(row).fill(''))[row] = status
    else if (batch.statuses) batch.statuses[row] = ''
    if (sequence !== undefined)
      (batch.sequences ??= new BigInt64Array(this.#capacity).fill(-1n))[row] = sequence
  }

  /** The same as `add` for what comes by the thousands. */
  addNumber(key: number, timeUs: number, value: number, quality: Quality = 0): void {
    const row = this.#nextRow(key, timeUs, quality)
    this.#batch.numbers[row] = value
    this.#batch.texts?.push('')
    this.#batch.statuses?.push('')
  }

  /** What was collected, and begins anew. */
  take(receivedUs: number): SampleBatch {
    const taken = { ...sliceBatch(this.#batch, 0, this.#batch.length), receivedUs }
    this.#batch = emptyBatch(this.#capacity)
    return taken
  }

  #nextRow(key: number, timeUs: number, quality: Quality): number {
    if (!Number.isSafeInteger(timeUs)) throw new RangeError(`${timeUs} is no time in whole µs`)
    if (this.#batch.length === this.#capacity) this.#grow()
    const row = this.#batch.length++
    this.#batch.keys[row] = key
    this.#batch.timesUs[row] = timeUs
    this.#batch.qualities[row] = quality
    return row
  }

  #setValue(row: number, value: Sample['value']): void {
    const batch = this.#batch
    if (typeof value === 'string') (batch.texts ??= Array<string>(row).fill(''))[row] = value
    else if (batch.texts) batch.texts[row] = ''
    if (typeof value === 'number') batch.numbers[row] = value
    if (typeof value === 'boolean') batch.numbers[row] = value ? 1 : 0
    if (typeof value === 'bigint') (batch.integers ??= new BigInt64Array(this.#capacity))[row] = value
    batch.types[row] = valueTypes.indexOf(typeOfValue(value))
  }

  #grow(): void {
    this.#capacity *= 2
    this.#batch = widen(this.#batch, this.#capacity)
  }
}

/** Of a value as an adapter says it. */
export function typeOfValue(value: Sample['value']): ValueType {
  if (value === null) return 'none'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'string') return 'text'
  return typeof value === 'boolean' ? 'boolean' : 'number'
}

/** The value of a row as an adapter said it. */
export function valueAt(batch: SampleBatch, row: number): Sample['value'] {
  switch (valueTypes[batch.types[row]]) {
    case 'number':
      return batch.numbers[row]
    case 'integer':
      return batch.integers?.[row] ?? 0n
    case 'boolean':
      return batch.numbers[row] === 1
    case 'text':
      return batch.texts?.[row] ?? ''
    default:
      return null
  }
}

/** The row as an adapter said it. */
export function sampleAt(batch: SampleBatch, row: number): Sample {
  const status = batch.statuses?.[row]
  const sequence = batch.sequences?.[row] ?? -1n
  return {
    key: batch.keys[row],
    timeUs: batch.timesUs[row],
    value: valueAt(batch, row),
    quality: batch.qualities[row] as Quality,
    ...(status && { status }),
    ...(sequence !== -1n && { sequence }),
  }
}

/** Rows [from, to) as a batch of their own. */
export function sliceBatch(batch: SampleBatch, from: number, to: number): SampleBatch {
  return {
    length: to - from,
    receivedUs: batch.receivedUs,
    keys: batch.keys.slice(from, to),
    timesUs: batch.timesUs.slice(from, to),
    types: batch.types.slice(from, to),
    numbers: batch.numbers.slice(from, to),
    integers: batch.integers?.slice(from, to),
    texts: batch.texts?.slice(from, to),
    qualities: batch.qualities.slice(from, to),
    statuses: batch.statuses?.slice(from, to),
    sequences: batch.sequences?.slice(from, to),
  }
}

function emptyBatch(capacity: number): SampleBatch {
  return {
    length: 0,
    receivedUs: 0,
    keys: new Int32Array(capacity),
    timesUs: new Float64Array(capacity),
    types: new Uint8Array(capacity),
    numbers: new Float64Array(capacity),
    qualities: new Uint8Array(capacity),
  }
}

function widen(batch: SampleBatch, capacity: number): SampleBatch {
  const wider = <T extends { set(from: T): void }>(to: T, from: T): T => (to.set(from), to)
  return {
    ...batch,
    keys: wider(new Int32Array(capacity), batch.keys),
    timesUs: wider(new Float64Array(capacity), batch.timesUs),
    types: wider(new Uint8Array(capacity), batch.types),
    numbers: wider(new Float64Array(capacity), batch.numbers),
    integers: batch.integers && wider(new BigInt64Array(capacity), batch.integers),
    qualities: wider(new Uint8Array(capacity), batch.qualities),
    sequences: batch.sequences && wider(new BigInt64Array(capacity).fill(-1n), batch.sequences),
  }
}
