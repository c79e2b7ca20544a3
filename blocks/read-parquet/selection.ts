/** How a column of the file is read as the type that it is to have. */
import { quoteName } from '#blocks/duckdb/open.ts'
import type { ColumnType } from '#pipeline/ports.ts'
import type { FileColumn } from './parquet-file.ts'

/** SQL of the column's values. What it would lose was refused before. */
export function selection({ name, type: own, stored }: FileColumn, type: ColumnType): string {
  // A column of another type that is stated to hold times is empty here.
  if (type === 'time' && own !== 'time') return 'cast(null as timestamp)'
  return type === 'number' && isLongDecimal(stored) ? nearestDouble(quoteName(name)) : quoteName(name)
}

/** DuckDB's own cast of long decimals rounds twice; that of texts gives the nearest double. */
export function nearestDouble(value: string): string {
  return `cast(cast(${value} as varchar) as double)`
}

/** Of up to 15 digits a double holds the digits and the power of ten, and one division gives the nearest. */
export function isLongDecimal(stored: string): boolean {
  const [, digits] = /^DECIMAL\((\d+),\d+\)$/.exec(stored) ?? []
  return digits !== undefined && Number(digits) > 15
}
