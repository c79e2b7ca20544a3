/** Tables that are larger than memory: a block may leave columns of its result on disk. */
import type { ColumnType, TableSchema } from './ports.ts'
import type { ColumnData, Table } from './table.ts'
import { newBitmap, newBytes, newCodes, newFloats, newIntegers } from './table.ts'

/** A column on disk. Only results of run() hold such; inputs are always in memory. */
export interface LazyColumn {
  type: ColumnType
  rows: number
  /**
   * Lends the column, read into memory that is taken back once `work` has settled: its arrays have length 0 from then
   * on. It does not lie on SharedArrayBuffers, since the collector does not count those and lets them pile up.
   */
  use<T>(work: (column: ColumnData) => T | Promise<T>): Promise<T>
}

/** What a block may return in place of a table; every table is one. */
export interface ResultTable {
  schema: TableSchema
  rows: number
  columns: (ColumnData | LazyColumn)[]
}

export function isLazy<Lazy extends LazyColumn>(column: ColumnData | Lazy): column is Lazy {
  return 'use' in column
}

/** `work` with a column that may be on disk; it must keep nothing of it. */
export async function useColumn<T>(
  column: ColumnData | LazyColumn,
  work: (column: ColumnData) => T | Promise<T>,
): Promise<T> {
  return isLazy(column) ? column.use(work) : work(column)
}

/** The whole table in memory; columns that are there already are shared. */
export async function loadTable(table: ResultTable): Promise<Table> {
  const columns: ColumnData[] = []
  for (const column of table.columns) columns.push(isLazy(column) ? await column.use(copyColumn) : column)
  return { ...table, columns }
}

/** Gives the memory of an array back at once. Nobody else may use it; arrays on SharedArrayBuffers are left alone. */
export function release({ buffer }: ArrayBufferView): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}

function copyColumn(column: ColumnData): ColumnData {
  const rows = column.values.length
  const { type, dictionary, missing, quality } = column
  const copy: ColumnData = { type, values: copyBytes(column.values, emptyValues(type, rows)) }
  if (dictionary) copy.dictionary = dictionary
  if (missing) copy.missing = copyBytes(missing, newBitmap(rows))
  if (quality) copy.quality = copyBytes(quality, newBytes(rows))
  return copy
}

function emptyValues(type: ColumnType, rows: number): ColumnData['values'] {
  if (type === 'integer') return newIntegers(rows)
  if (type === 'boolean') return newBytes(rows)
  return type === 'text' ? newCodes(rows) : newFloats(rows)
}

function copyBytes<T extends ArrayBufferView>(from: ArrayBufferView, to: T): T {
  const bytes = new Uint8Array(from.buffer, from.byteOffset, from.byteLength)
  new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(bytes)
  return to
}
