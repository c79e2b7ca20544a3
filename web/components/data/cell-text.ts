/** A cell as people read it. */
import type { Column } from '#pipeline/ports.ts'
import type { Language } from '#pipeline/render-text.ts'
import { formatNumber, localeOf } from '../../lib/format.ts'

export interface CellStyle {
  language: Language
  /** IANA zone in which times are meant; absent: UTC. */
  zone?: string
}

export function isNumeric({ type }: Pick<Column, 'type'>): boolean {
  return type === 'number' || type === 'integer'
}

/** '–' is missing. Times stand in the table's zone. */
export function cellText(
  value: string | number | boolean | null,
  column: Pick<Column, 'type'>,
  style: CellStyle,
): string {
  if (value === null) return '–'
  if (column.type === 'time') return timeText(value, style)
  // Whole numbers come as text: they may be wider than a number of the browser.
  if (column.type === 'integer' && typeof value === 'string')
    return BigInt(value).toLocaleString(localeOf(style.language))
  if (typeof value === 'number') return formatNumber(value, style.language)
  return String(value)
}

function timeText(value: string | number | boolean, { language, zone = 'UTC' }: CellStyle): string {
  if (typeof value !== 'number') return String(value)
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const
  return new Intl.DateTimeFormat(localeOf(language), options).format(value / 1_000)
}
