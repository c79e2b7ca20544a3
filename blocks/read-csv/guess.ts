/** A first guess, from the start of the file: dialect, header, and the types each column may have. */
import type { ReadCsvConfig } from './config.ts'
import type { Dialect } from './dialect.ts'
import type { NumberMarks } from './numbers.ts'
import { detectMarks } from './sniff-marks.ts'
import { detectLayout, preambleRows } from './sniff-rows.ts'
import { candidatesFor } from './sniff-types.ts'
import type { Candidate } from './sniff-types.ts'

/** Rows a guess is made from; the whole file proves it. */
const sampleSize = 500

export interface Guess {
  dialect: Dialect
  candidates: Map<string, Candidate[]>
}

export interface Sample {
  /** The start of the file, without byte order mark. */
  text: string
  /** The sample is the whole file. */
  isWhole: boolean
  encoding: Dialect['encoding']
}

/** Dialect and possible types from the start of the file; what the config states is not guessed. */
export function guess(sample: Sample, config: ReadCsvConfig): Guess {
  const layout = detectLayout(bodyOf(sample, config.skipLines ?? 0), config.separator, config.quote)
  const preamble = config.skipLines === undefined ? preambleRows(layout) : 0
  const rows = layout.rows
    .slice(preamble)
    .filter((row) => row.length === layout.width)
    .slice(0, sampleSize)
  const isMissing = (cell: string) => config.missingTokens.includes(cell.trim())
  const cells = rows.slice(1).flatMap((row) => row.map((cell) => cell.trim()))
  const marks = detectMarks(cells, config, layout.separator)
  const header = config.header ?? hasHeader(rows[0] ?? [], isMissing, marks)
  const names = columnNames(header ? (rows[0] ?? []) : [], layout.width)
  const skipLines = config.skipLines ?? linesOf(sample.text, preamble)
  const { encoding } = sample
  const { separator } = layout
  const dialect = {
    encoding,
    separator,
    quote: config.quote,
    ...marks,
    skipLines,
    header,
    names,
    dateFormats: {},
  }
  return {
    dialect,
    candidates: allCandidates(names, header ? rows.slice(1) : rows, { config, marks, isMissing }),
  }
}

/** Whole lines behind the skipped ones. */
function bodyOf({ text, isWhole }: Sample, skipLines: number): string {
  const whole = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1)
  return skipLines === 0 ? whole : whole.split('\n').slice(skipLines).join('\n')
}

function allCandidates(
  names: string[],
  rows: string[][],
  by: { config: ReadCsvConfig; marks: NumberMarks; isMissing: (cell: string) => boolean },
): Map<string, Candidate[]> {
  const { config, marks, isMissing } = by
  const rules = new Map(config.columns.map((rule) => [rule.source, rule]))
  const candidates = new Map<string, Candidate[]>()
  names.forEach((name, index) => {
    const cells = rows.map((row) => row[index].trim()).filter((cell) => !isMissing(cell))
    const isTime = config.timeColumn === name
    const unseen = isTime && cells.length === 0 ? 'iso' : undefined
    const format = rules.get(name)?.dateFormat ?? (isTime ? (config.dateFormat ?? unseen) : undefined)
    // A stated time column may be an epoch whatever its name is.
    const found = candidatesFor(isTime ? 'time' : name, cells, marks, format)
    candidates.set(name, typedCandidates(found, rules.get(name)?.type))
  })
  applyDateFormat(candidates, config)
  return candidates
}

/** A stated type leaves only its own candidates. */
function typedCandidates(candidates: Candidate[], type: Candidate['type'] | undefined): Candidate[] {
  if (!type) return candidates
  const own = candidates.filter((candidate) => candidate.type === type)
  if (own.length > 0) return own
  return type === 'time' ? [{ type, format: 'iso' }] : [{ type }]
}

/** A date format for the file goes to every column that looks like a time without another stated format. */
function applyDateFormat(candidates: Map<string, Candidate[]>, config: ReadCsvConfig): void {
  if (config.dateFormat === undefined) return
  const stated = new Set(config.columns.filter((rule) => rule.dateFormat).map((rule) => rule.source))
  for (const [name, list] of candidates) {
    if (list[0].type === 'time' && !stated.has(name))
      candidates.set(name, [{ type: 'time', format: config.dateFormat }])
  }
}

function linesOf(text: string, rows: number): number {
  if (rows === 0) return 0
  let lines = 0
  let seen = 0
  for (const line of text.split('\n')) {
    if (seen === rows && line.trim() !== '') break
    lines++
    if (line.trim() !== '') seen++
  }
  return lines
}

/** A first row without a number, a date or a truth value is one of names. */
function hasHeader(first: string[], isMissing: (cell: string) => boolean, marks: NumberMarks): boolean {
  return first.every(
    (cell) => isMissing(cell.trim()) || candidatesFor('', [cell.trim()], marks)[0].type === 'text',
  )
}

/** Names from the header; empty and repeated ones get a number. */
export function columnNames(header: string[], width: number): string[] {
  const used = new Set<string>()
  return Array.from({ length: width }, (_, index) => {
    const base = (header[index] ?? '').trim().slice(0, 180) || `column_${index + 1}`
    let name = base
    for (let count = 2; used.has(name); count++) name = `${base}_${count}`
    used.add(name)
    return name
  })
}
