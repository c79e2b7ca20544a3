/**
 * The ledger's files: `ledger-NNNNNN.tsv`, a row a line in the text format of PostgreSQL's COPY, so that
 * `COPY plant_ledger FROM STDIN` takes them as they are:
 * seq, outcome, channel, tag, time_us, type, value, quality, cause. A line without its end was never answered for.
 */

export const ledgerColumns = [
  'seq',
  'outcome',
  'channel',
  'tag',
  'time_us',
  'type',
  'value',
  'quality',
  'cause',
] as const

/** 'sent': handed to the protocol after this row was safe. 'never': lost at the source, nobody can have it. */
export type Outcome = 'sent' | 'never'
export type LedgerType = 'number' | 'integer' | 'boolean' | 'text'

export interface LedgerRow {
  /** Grows by one from row to row, also over restarts. */
  seq: number
  outcome: Outcome
  channel: string
  tag: number
  /** Source time; of a channel that is polled the instant of the answer. */
  timeUs: number
  type: LedgerType
  value: number | boolean | string
  quality: 0 | 2
  /** Why it was never sent; '' where it was. */
  cause: string
}

export function formatRow(row: LedgerRow): string {
  const value = row.type === 'text' ? escaped(String(row.value)) : String(row.value)
  const { seq, outcome, channel, tag, timeUs, type, quality, cause } = row
  return `${seq}\t${outcome}\t${channel}\t${tag}\t${timeUs}\t${type}\t${value}\t${quality}\t${cause}\n`
}

/** Throws for a line that is none of ours. */
export function parseRow(line: string): LedgerRow {
  const cells = line.split('\t')
  if (cells.length !== ledgerColumns.length) throw new Error(`no row of a ledger: ${line.slice(0, 100)}`)
  const [seq, outcome, channel, tag, timeUs, type, value, quality, cause] = cells
  return {
    seq: Number(seq),
    outcome: outcome as Outcome,
    channel,
    tag: Number(tag),
    timeUs: Number(timeUs),
    type: type as LedgerType,
    value: parseValue(type as LedgerType, value),
    quality: Number(quality) as 0 | 2,
    cause,
  }
}

function parseValue(type: LedgerType, value: string): LedgerRow['value'] {
  if (type === 'boolean') return value === 'true'
  return type === 'text' ? unescaped(value) : Number(value)
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const unescapes: Record<string, string> = { '\\\\': '\\', '\\t': '\t', '\\n': '\n', '\\r': '\r' }

function escaped(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (found) => escapes[found])
}

function unescaped(text: string): string {
  return text.replaceAll(/\\[\\tnr]/g, (found) => unescapes[found])
}

export function ledgerFileName(number: number): string {
  return `ledger-${String(number).padStart(6, '0')}.tsv`
}
