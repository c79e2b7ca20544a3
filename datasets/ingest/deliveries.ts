/** What is written to the historian in one transaction, and what became of it. */
import { valueTypes } from './sample-batch.ts'
import type { SampleBatch } from './sample-batch.ts'

/** Samples of one connection; keys are ids of tags. */
export interface Delivery {
  connectionId: string
  batch: SampleBatch
}

/** Samples that are missing for good. Who finds out makes the id, so that writing it twice is harmless. */
export interface GapRow {
  id: string
  /** Null: all tags of the connection; connection null too: nobody knows which. */
  tagId: number | null
  connectionId: string | null
  fromUs: number
  toUs: number
  cause: string
  /** Null: nobody knows how many. */
  count: number | null
}

/** Samples that are not for the historian, and why. */
export interface Refused extends Delivery {
  cause: string
}

export interface IngestWork {
  samples: Delivery[]
  refused: Refused[]
  gaps: GapRow[]
}

export interface IngestWritten {
  /** Samples that were not there. */
  written: number
  /** Same tag, time, value and quality: nothing happened. */
  duplicates: number
  /** Same tag and time, another value. */
  revisions: number
  /** Samples that the historian could not take; they are in `quarantine`. */
  quarantined: number
}

/** How many samples. */
export function countRows(deliveries: Delivery[]): number {
  return deliveries.reduce((sum, { batch }) => sum + batch.length, 0)
}

/** The given rows as a batch of their own. */
export function pickRows(batch: SampleBatch, rows: Uint32Array): SampleBatch {
  const bigints = (column?: BigInt64Array) => column && BigInt64Array.from(rows, (row) => column[row])
  const texts = (column?: string[]) => column && Array.from(rows, (row) => column[row])
  return {
    length: rows.length,
    receivedUs: batch.receivedUs,
    keys: Int32Array.from(rows, (row) => batch.keys[row]),
    timesUs: Float64Array.from(rows, (row) => batch.timesUs[row]),
    types: Uint8Array.from(rows, (row) => batch.types[row]),
    numbers: Float64Array.from(rows, (row) => batch.numbers[row]),
    qualities: Uint8Array.from(rows, (row) => batch.qualities[row]),
    integers: bigints(batch.integers),
    texts: texts(batch.texts),
    statuses: texts(batch.statuses),
    sequences: bigints(batch.sequences),
  }
}

/** The value of a row as text that says it exactly; null where there is none. */
export function valueText(batch: SampleBatch, row: number): string | null {
  const number = batch.numbers[row]
  switch (valueTypes[batch.types[row]]) {
    case 'number':
      return Object.is(number, -0) ? '-0' : String(number)
    case 'integer':
      return String(batch.integers?.[row] ?? 0n)
    case 'boolean':
      return String(number === 1)
    case 'text':
      return (batch.texts?.[row] ?? '').toWellFormed()
    default:
      return null
  }
}

/** The source's own number of a row; undefined where there is none. */
export function sequenceOf(batch: SampleBatch, row: number): bigint | undefined {
  const sequence = batch.sequences?.[row]
  return sequence === undefined || sequence === -1n ? undefined : sequence
}
