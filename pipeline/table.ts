/** Tables in memory: typed columns on SharedArrayBuffers, so that passing them between threads costs nothing. */
import type { ColumnType, TableSchema } from './ports.ts'

/** 0 good, 1 uncertain, 2 bad. Bad is not missing. */
export const qualityCodes = { good: 0, uncertain: 1, bad: 2 } as const

/** Values of one column. All arrays have one slot per row. */
export interface ColumnData {
  type: ColumnType
  /**
   * number, time: Float64Array (time in epoch µs, exact to year 2255); integer: BigInt64Array;
   * boolean: Uint8Array of 0 and 1; text: Int32Array of codes into `dictionary`.
   * A missing slot holds NaN (number, time), 0n, 0, or code 0.
   */
  values: Float64Array | BigInt64Array | Uint8Array | Int32Array
  /** Text only: the distinct texts in order of first use by a row that is not missing. */
  dictionary?: string[]
  /** Bit i (LSB first) set: row i is missing. Absent: nothing is missing. It alone says missing: NaN is a value. */
  missing?: Uint8Array
  /** One qualityCode per row. Absent: all good. */
  quality?: Uint8Array
}

/** Rows in order; `columns[i]` belongs to `schema.columns[i]`. */
export interface Table {
  schema: TableSchema
  rows: number
  columns: ColumnData[]
}

export function isMissing(column: Pick<ColumnData, 'missing'>, row: number): boolean {
  return column.missing !== undefined && ((column.missing[row >> 3] >> (row & 7)) & 1) === 1
}

export function setMissing(missing: Uint8Array, row: number): void {
  missing[row >> 3] |= 1 << (row & 7)
}

export function newFloats(rows: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(rows * 8))
}

export function newIntegers(rows: number): BigInt64Array<SharedArrayBuffer> {
  return new BigInt64Array(new SharedArrayBuffer(rows * 8))
}

export function newBytes(rows: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(rows))
}

export function newCodes(rows: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(rows * 4))
}

export function newBitmap(rows: number): Uint8Array<SharedArrayBuffer> {
  return newBytes((rows + 7) >> 3)
}

/** A missing bitmap, or undefined when no bit is set (the canonical form). */
export function bitmapOrNone(missing: Uint8Array): Uint8Array | undefined {
  return missing.some((byte) => byte !== 0) ? missing : undefined
}

/** The data of a named column. Throws when there is none: schemas are checked before a block runs. */
export function columnNamed(table: Table, name: string): ColumnData {
  const index = table.schema.columns.findIndex((column) => column.name === name)
  if (index < 0) throw new Error(`no column ${JSON.stringify(name)} in the table`)
  return table.columns[index]
}

/** Epoch µs of every row. Throws for tables without a time column. */
export function timesOf(table: Table): Float64Array {
  if (!table.schema.time) throw new Error('the table has no time column')
  return columnNamed(table, table.schema.time.column).values as Float64Array
}
