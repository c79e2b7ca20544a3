/** Rows that do not fit: refused with their lines, or left out and told. */
import { refusal } from '#blocks/file-reader/refusal.ts'
import type { ReadCsvConfig } from './config.ts'
import { badLimit } from './parse.ts'
import type { BadRow } from './parse.ts'

const shown = 10

/** What messages show of bad rows: how many, and the first ones. */
export function badRowParams(bad: BadRow[]): { count: number; lines: number[]; first: object[] } {
  const sorted = [...bad].sort((a, b) => a.line - b.line)
  return {
    count: new Set(bad.map((item) => item.line)).size,
    lines: [...new Set(sorted.map((item) => item.line))].slice(0, shown),
    first: sorted.slice(0, shown).map(({ line, column, found }) => ({
      line,
      ...(column === undefined ? { cells: found } : { column, cell: String(found).slice(0, 100) }),
    })),
  }
}

/** Throws DomainError 'bad-rows' under the rule 'refuse', and under any rule when there are too many to keep. */
export function refuseBadRows(bad: BadRow[], config: Pick<ReadCsvConfig, 'onBadRow'>): void {
  if (bad.length === 0 || (config.onBadRow === 'skip' && bad.length < badLimit)) return
  const first = [...bad].sort((a, b) => a.line - b.line).slice(0, shown)
  const details = { de: first.map(inGerman).join('; '), en: first.map(inEnglish).join('; ') }
  throw refusal('bad-rows', badRowParams(bad), details)
}

function inEnglish({ line, column, found }: BadRow): string {
  if (column !== undefined) return `line ${line}, ${column}: ${cellOf(found)}`
  return found === -1 ? `line ${line}: text behind a closing quote` : `line ${line}: ${found} cells`
}

function inGerman({ line, column, found }: BadRow): string {
  if (column !== undefined) return `Zeile ${line}, ${column}: ${cellOf(found)}`
  return found === -1
    ? `Zeile ${line}: Text hinter einem schließenden Anführungszeichen`
    : `Zeile ${line}: ${found} Zellen`
}

function cellOf(found: string | number): string {
  return JSON.stringify(String(found).slice(0, 100))
}

/** The rows without a bad cell; undefined: all of them. */
export function keptRows(rows: number, bad: BadRow[]): Int32Array | undefined {
  const left = new Set(bad.map((item) => item.row).filter((row) => row >= 0))
  if (left.size === 0) return undefined
  const kept = new Int32Array(rows - left.size)
  for (let row = 0, to = 0; row < rows; row++) if (!left.has(row)) kept[to++] = row
  return kept
}
