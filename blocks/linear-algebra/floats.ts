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

const complete = 0
const notFinite = 1
const missing = 2

/** Rows with a present, finite value that is not bad in every column. `floats[j]` belongs to `columns[j]`. */
export function completeRows(columns: readonly ColumnData[], floats: readonly Float64Array[]): CompleteRows {
  const state = new Uint8Array(floats[0]?.length ?? 0)
  for (const values of floats) markNotFinite(state, values)
  for (const column of columns) markAbsent(state, column)
  const rows = new Int32Array(state.length)
  const counts = [0, 0, 0]
  for (let row = 0; row < state.length; row++) {
    if (state[row] === complete) rows[counts[complete]] = row
    counts[state[row]]++
  }
  return { rows: rows.subarray(0, counts[complete]), missing: counts[missing], notFinite: counts[notFinite] }
}

/** Infinity - Infinity is NaN too. */
function markNotFinite(state: Uint8Array, values: Float64Array): void {
  for (let row = 0; row < values.length; row++) if (values[row] - values[row] !== 0) state[row] = notFinite
}

function markAbsent(state: Uint8Array, column: ColumnData): void {
  const { missing: bitmap, quality } = column
  if (bitmap) for (let row = 0; row < state.length; row++) if (isMissing(column, row)) state[row] = missing
  if (!quality) return
  for (let row = 0; row < state.length; row++) if (quality[row] === qualityCodes.bad) state[row] = missing
}
