/** The columns a setting names; none named means all that fit. */
import type { Check } from '#pipeline/findings.ts'
import { requireNumerics } from '#pipeline/findings.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'

/** Names of all number and integer columns. */
export function numericNames(table: TableSchema): string[] {
  return table.columns.filter(({ type }) => type === 'number' || type === 'integer').map(({ name }) => name)
}

/** The named columns to calculate with, or every number and integer. */
export function chosenNumerics(table: TableSchema, names: readonly string[]): Check<Column[]> {
  return requireNumerics(table, names.length > 0 ? names : numericNames(table), 'columns')
}
