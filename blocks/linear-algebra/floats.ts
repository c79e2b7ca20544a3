/** Numeric columns as floats, and the rows in which all of them hold a finite number. */
import type { ColumnData } from '#pipeline/table.ts'
import { isMissing, qualityCodes } from '#pipeline/table.ts'

/** Column types that can be calculated with; booleans count as 0 and 1. */
export const numericTypes = ['number', 'integer', 'boolean'] as const

/** The values as floats: the column's own array where it already holds floats. Missing slots hold anything. */
export function floatsOf(column: ColumnData): Float64Array {
  if (column.values instanceof Float64Array) return column.values
  return Float64Array.from(column.values as ArrayLike<number | bigint>, Number)
}

export interface CompleteRows {
  /** Row numbers, ascending. */
  rows: Int32Array
  /** Rows left out because a value is missing or of bad quality. */
  missing: number
  /** Other rows left out because a value is NaN or infinite. */
  notFinite: number
}

/** Rows with a present, finite value that is not bad in every column. `floats[j]` belongs to `columns[j]`. */
export function completeRows(columns: readonly ColumnData[], floats: readonly Float64Array[]): CompleteRows {
  const count = floats[0]?.length ?? 0
  const rows = new Int32Array(count)
  let [used, missing, notFinite] = [0, 0, 0]
  for (let row = 0; row < count; row++) {
    if (columns.some((column) => isAbsent(column, row))) missing++
    else if (floats.every((values) => Number.isFinite(values[row]))) rows[used++] = row
    else notFinite++
  }
  return { rows: rows.subarray(0, used), missing, notFinite }
}

function isAbsent(column: ColumnData, row: number): boolean {
  return isMissing(column, row) || column.quality?.[row] === qualityCodes.bad
}
