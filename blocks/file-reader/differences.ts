/** How data differ from the schema that was frozen for them: one refusal for all readers. */
import { isOnGrid } from '#blocks/time-zone/order.ts'
import type { TableTime } from '#pipeline/ports.ts'
import { isMissing } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { refusal } from './refusal.ts'
import type { ChosenColumn } from './schema.ts'

export type Difference =
  | { kind: 'column-missing'; column: string }
  | { kind: 'column-extra'; column: string }
  | { kind: 'type' | 'unit'; column: string; expected: string; found?: string | number; line?: number }
  | { kind: 'missing'; column: string; line: number }
  | { kind: 'grid'; column: string; expected: number }

/** The refusal 'data-differs', or nothing when nothing differs. */
export function refuseDifferences(differences: Difference[]): void {
  if (differences.length === 0) return
  const first = differences.slice(0, 10)
  const details = { de: first.map(inGerman).join('; '), en: first.map(inEnglish).join('; ') }
  throw refusal('data-differs', { differences }, details)
}

function inEnglish(difference: Difference): string {
  const { column, kind } = difference
  if (kind === 'column-missing') return `column ${column} is missing`
  if (kind === 'column-extra') return `column ${column} is new`
  if (kind === 'missing') return `${column} has a missing value in line ${difference.line}, where none was`
  if (kind === 'grid') return `${column} is off its grid of ${difference.expected / 1e6} s`
  const place = difference.line === undefined ? '' : ` in line ${difference.line}`
  return `${column}: ${kind} ${difference.expected} expected, ${String(difference.found)} found${place}`
}

function inGerman(difference: Difference): string {
  const { column, kind } = difference
  if (kind === 'column-missing') return `Spalte ${column} fehlt`
  if (kind === 'column-extra') return `Spalte ${column} ist neu`
  if (kind === 'missing') return `in ${column} fehlt ein Wert in Zeile ${difference.line}, wo keiner fehlte`
  if (kind === 'grid') return `${column} liegt neben dem Raster von ${difference.expected / 1e6} s`
  const place = difference.line === undefined ? '' : ` in Zeile ${difference.line}`
  const what = kind === 'unit' ? 'Einheit' : 'Typ'
  return `${column}: ${what} ${difference.expected} erwartet, ${String(difference.found)} gefunden${place}`
}

/** Refuses times that do not fit the regular grid of their column. */
export function refuseOffGrid(
  times: Float64Array,
  { column, grid }: Pick<TableTime, 'column' | 'grid'>,
): void {
  if (grid === 'irregular' || isOnGrid(times, grid.stepUs)) return
  refuseDifferences([{ kind: 'grid', column, expected: grid.stepUs }])
}

/** Refuses missing values in columns that had none. `lineOf`: where a row is in the file. */
export function refuseMissing(
  columns: Pick<ColumnData, 'missing'>[],
  chosen: ChosenColumn[],
  lineOf: (row: number) => number,
): void {
  const differences = chosen.flatMap(({ source, column }, at): Difference[] => {
    if (column.nullable || !columns[at].missing) return []
    let row = 0
    while (!isMissing(columns[at], row)) row++
    return [{ kind: 'missing', column: source, line: lineOf(row) }]
  })
  refuseDifferences(differences)
}
