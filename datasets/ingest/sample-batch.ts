/** Samples on their way to the historian: one row a sample, one array a column. */

/** As a tag's `value_type`; 'none' is a bad sample that came without any value. */
export const valueTypes = ['number', 'integer', 'boolean', 'text', 'none'] as const
export type ValueType = (typeof valueTypes)[number]

/** 0 good, 1 uncertain, 2 bad: bad is not missing, its value is kept where it came with one. */
export type Quality = 0 | 1 | 2
export const qualities = { good: 0, uncertain: 1, bad: 2 } as const

/** Rows in the order in which the source sent them. All arrays have `length` entries. */
export interface SampleBatch {
  length: number
  /** When the batch arrived: epoch µs. */
  receivedUs: number
  keys: Int32Array
  /** Whole epoch µs: a double holds them exactly until the year 2255. */
  timesUs: Float64Array
  /** Index into `valueTypes`. */
  types: Uint8Array
  /** The value of a number; 0 or 1 of a boolean; else 0. */
  numbers: Float64Array
  /** The value of an integer, else 0. Absent: no row is one. */
  integers?: BigInt64Array
  /** The value of a text, else ''. Absent: no row is one. */
  texts?: string[]
  qualities: Uint8Array
  /** '' where the protocol said nothing more. Absent: nowhere. */
  statuses?: string[]
  /** -1 where there is none. Absent: nowhere. */
  sequences?: BigInt64Array
}
