/** How data differ from the schema that was frozen for them: one refusal for all readers. */
import { DomainError } from '#pipeline/domain-error.ts'
import { isMissing } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { ChosenColumn } from './schema.ts'

export type Difference =
  | { kind: 'column-missing' | 'column-extra'; column: string }
  | { kind: 'type' | 'unit'; column: string; expected: string; found?: string | number; line?: number }
  | { kind: 'missing'; column: string; line: number }
  | { kind: 'grid'; column: string; expected: number }

/** The refusal 'data-differs', or nothing when nothing differs. */
export function refuseDifferences(differences: Difference[]): void {
  if (differences.length === 0) return
  const message = `the data differ from the schema in the pipeline: ${differences.slice(0, 10).map(inWords).join('; ')}`
  throw new DomainError('data-differs', { differences }, message)
}

function inWords(difference: Difference): string {
  const { column } = difference
  switch (difference.kind) {
    case 'column-missing':
      return `column ${column} is missing`
    case 'column-extra':
      return `column ${column} is new`
    case 'missing':
      return `${column} has a missing value in line ${difference.line}, where none was`
    case 'grid':
      return `${column} is off its grid of ${difference.expected / 1e6} s`
    default: {
      const place = difference.line === undefined ? '' : ` in line ${difference.line}`
      return `${column}: ${difference.kind} ${difference.expected} expected, ${String(difference.found)} found${place}`
    }
  }
}

/** Refuses missing values in columns that had none. `lineOf`: where a row is in the file. */
export function refuseMissing(
  columns: ColumnData[],
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
