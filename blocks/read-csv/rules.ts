/** How the cells of a column are read, from the dialect and the settings. */
import type { ReadCsvConfig } from './config.ts'
import { dateFormat } from './date-format.ts'
import type { Dialect } from './dialect.ts'
import type { CellRules } from './sinks.ts'

export function cellRules(
  dialect: Pick<Dialect, 'decimalMark' | 'thousands'>,
  config: Pick<ReadCsvConfig, 'missingTokens'>,
  format?: string,
): CellRules {
  return {
    marks: { decimalMark: dialect.decimalMark, thousands: dialect.thousands },
    missingTokens: new Set(config.missingTokens),
    time: format === undefined ? undefined : dateFormat(format)?.parse,
  }
}

/** The date format of a time column: as stated for it, for the file where detection was in doubt, or as detected. */
export function dateFormatOf(
  source: string,
  { columns, dateFormat: stated, detected }: Pick<ReadCsvConfig, 'columns' | 'dateFormat' | 'detected'>,
): string {
  const own = columns.find((rule) => rule.source === source)?.dateFormat
  const isInDoubt = detected?.dialect.doubtfulDates?.[source] !== undefined
  return own ?? (isInDoubt ? stated : undefined) ?? detected?.dialect.dateFormats[source] ?? 'iso'
}
