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
