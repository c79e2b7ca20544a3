/** The columns a setting names; none named means all that fit. */
import type { Check } from '#pipeline/findings.ts'
import { requireColumns, requireNumerics } from '#pipeline/findings.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'

/** The named columns to calculate with, or every number and integer. */
export function chosenNumerics(table: TableSchema, names: readonly string[]): Check<Column[]> {
  if (names.length > 0) return requireNumerics(table, names, 'columns')
  return { ok: true, value: table.columns.filter(({ type }) => type === 'number' || type === 'integer') }
}

/** The named columns, or every column but the time. */
export function chosenColumns(table: TableSchema, names: readonly string[]): Check<Column[]> {
  if (names.length > 0) return requireColumns(table, names, 'columns')
  return { ok: true, value: table.columns.filter(({ name }) => name !== table.time?.column) }
}
