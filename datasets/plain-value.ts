/** Cells as JSON can carry them without losing a bit of what they say. */
import { isMissing } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'

/**
 * number: a number, or 'NaN', 'Infinity', '-Infinity'; integer: its decimal digits as text (int64 is wider than a
 * JSON number); time: epoch µs; null: missing.
 */
export type PlainValue = number | string | boolean | null

export function plainValue(column: ColumnData, row: number): PlainValue {
  if (isMissing(column, row)) return null
  switch (column.type) {
    case 'integer':
      return String((column.values as BigInt64Array)[row])
    case 'boolean':
      return column.values[row] === 1
    case 'text':
      return column.dictionary?.[column.values[row] as number] ?? ''
    default: {
      const value = column.values[row] as number
      return Number.isFinite(value) ? value : String(value)
    }
  }
}
