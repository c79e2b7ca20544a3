/** Cells of a column as CSV text. */
import { utcToLocal } from '#blocks/time-zone/zone-table.ts'
import { isMissing } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { WriteCsvConfig } from './spec.ts'

/** Text of a row's cell. */
export type CellWriter = (row: number) => string

/** How the cells of a column are written. `zone`: for local times. */
export function cellWriter(data: ColumnData, config: WriteCsvConfig, zone: string): CellWriter {
  const write = valueWriter(data, config, zone)
  return data.missing ? (row) => (isMissing(data, row) ? config.missing : write(row)) : write
}

function valueWriter(data: ColumnData, config: WriteCsvConfig, zone: string): CellWriter {
  const { values } = data
  if (data.type === 'text') {
    const texts = data.dictionary!.map((text) => quoted(text, config))
    return (row) => texts[values[row] as number]
  }
  if (data.type === 'boolean') return (row) => (values[row] === 1 ? 'true' : 'false')
  if (data.type === 'integer') return (row) => String(values[row])
  return data.type === 'time'
    ? timeWriter(values as Float64Array, config, zone)
    : numberWriter(values as Float64Array, config)
}

/** Texts that spreadsheet programs would run as formulas get an apostrophe in front where that is asked for. */
function neutral(text: string, { neutraliseFormulas }: Pick<WriteCsvConfig, 'neutraliseFormulas'>): string {
  return neutraliseFormulas && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** An empty text and one that would read as missing are quoted too, though not every reader sees the difference. */
export function quoted(
  given: string,
  config: Pick<WriteCsvConfig, 'separator' | 'missing' | 'neutraliseFormulas'>,
): string {
  const { separator, missing } = config
  const text = neutral(given, config)
  const isPlain =
    text !== '' && text !== missing && !text.includes(separator) && !/["\r\n]|^\s|\s$|^\ufeff/.test(text)
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`
}

/** The shortest text that reads as the same double. */
function numberWriter(values: Float64Array, { decimalMark }: WriteCsvConfig): CellWriter {
  const write: CellWriter = (row) => {
    const value = values[row]
    if (Object.is(value, -0)) return '-0'
    return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf'
  }
  return decimalMark === '.' ? write : (row) => write(row).replace('.', ',')
}

function timeWriter(values: Float64Array, { time }: WriteCsvConfig, zone: string): CellWriter {
  if (time === 'epoch-us') return (row) => String(values[row])
  if (time === 'iso-utc') return (row) => `${clockText(values[row])}Z`
  const local = utcToLocal(values, zone)
  if (time === 'iso-local') return (row) => clockText(local[row])
  return (row) => clockText(local[row]) + offsetText(local[row] - values[row])
}

/** 2024-01-31T06:00:00 and as many digits of a fraction as needed, at most six. */
function clockText(us: number): string {
  const seconds = Math.floor(us / 1e6)
  const text = new Date(seconds * 1_000).toISOString().slice(0, -5)
  const fraction = us - seconds * 1e6
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}

/** Offsets of a part of a minute, as before standard time, are cut to the minute. */
function offsetText(us: number): string {
  const minutes = Math.trunc(Math.abs(us) / 60e6)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${us < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`
}
