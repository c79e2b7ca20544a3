/** One pass over a UTF-8 CSV file: typed columns, the line of every row, and what did not fit. */
import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { refusal } from '#blocks/file-reader/refusal.ts'
import type { ColumnType } from '#pipeline/ports.ts'
import { isMissing } from '#pipeline/table.ts'
import type { Dialect } from './dialect.ts'
import { makeCountingSink } from './counting-sink.ts'
import { makeSink } from './sinks.ts'
import type { CellRules, Sink } from './sinks.ts'
import { makeSpilling } from './spilling.ts'
import type { SpillOptions, Spilling } from './spilling.ts'
import type { ParsedColumn } from './spilled-column.ts'
import { batchRows, makeSplitter } from './split.ts'
import type { Batch, Splitter } from './split.ts'

export interface FileColumn {
  /** Place in the file. */
  index: number
  name: string
  type: ColumnType
  rules: CellRules
  /** A missing cell makes the row a bad one (the time column). */
  required?: boolean
  /** false: look at the cells and keep none of them. */
  keep?: boolean
}

export interface BadRow {
  line: number
  /** Row among the parsed ones; -1: it had another number of cells and was not parsed. */
  row: number
  /** Absent: wrong number of cells. */
  column?: string
  /** The cell, or the number of cells (-1: text behind a closing quote). */
  found: string | number
}

export interface Parsed {
  rows: number
  columns: ParsedColumn[]
  /** Line of every row, from 1. */
  lines: Uint32Array
  /** At most `badLimit` of each column. */
  bad: BadRow[]
  /** Bad cells by column. */
  badCounts: Map<string, number>
  /** Missing cells by column, bad ones included. */
  missingCounts: Map<string, number>
}

export interface ParseOptions {
  path: string
  dialect: Dialect
  columns: FileColumn[]
  signal: AbortSignal
  progress?(done: number, total: number): void
  /** Stop after about so many bytes. */
  limitBytes?: number
  /** Where values go that are too many for memory; absent: all stay there. */
  spill?: SpillOptions
}

/** More bad cells of a column than this are only counted. */
export const badLimit = 100_000
const chunkBytes = 4 << 20
const longestRow = 64 << 20

/** Parses the file; the caller decides about bad rows. Throws 'row-too-long' for a quote that never ends. */
export async function parseFile(options: ParseOptions): Promise<Parsed> {
  const file = await open(options.path)
  const spilling = makeSpilling(options.columns, options.spill)
  try {
    return await parseOpened(file, spilling, options)
  } finally {
    spilling.close()
    await file.close()
  }
}

async function parseOpened(file: FileHandle, spilling: Spilling, options: ParseOptions): Promise<Parsed> {
  const { dialect } = options
  const total = Math.min((await file.stat()).size, options.limitBytes ?? Infinity)
  const splitter = makeSplitter({ ...dialect, width: dialect.names.length })
  const table = tableBuilder(options.columns, dialect.names.length, spilling)
  let bytes = new Uint8Array(chunkBytes + 1)
  let [from, to, offset, done] = [0, 0, 0, false]
  while (!done || from < to) {
    options.signal.throwIfAborted()
    if (from > 0) bytes.copyWithin(0, from, to)
    to -= from
    from = 0
    if (to === bytes.length - 1) bytes = longer(bytes, splitter)
    const { bytesRead } = await file.read(bytes, to, bytes.length - 1 - to, offset)
    done = bytesRead === 0 || offset + bytesRead >= total
    if (offset === 0) from = startOf(bytes, bytesRead, dialect, splitter)
    offset += bytesRead
    to += bytesRead
    const first = from
    from = fillAll(splitter, { bytes, from, to, last: done }, (batch) => table.append(batch, total))
    if (!isUtf8(bytes.subarray(first, from))) throw refusal('encoding-wrong', { line: splitter.line() })
    if (done) from = to
    options.progress?.(offset, total)
  }
  return table.finish()
}

/** Where the data start: behind the byte order mark, the skipped lines and the header. */
function startOf(bytes: Uint8Array, length: number, dialect: Dialect, splitter: Splitter): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  for (let skipped = 0; skipped < dialect.skipLines; skipped++) {
    const end = bytes.subarray(0, length).indexOf(10, at)
    at = end < 0 ? length : end + 1
  }
  splitter.skipLines(dialect.skipLines)
  return dialect.header ? splitter.skipRow(bytes, at, length) : at
}

function fillAll(
  splitter: Splitter,
  part: { bytes: Uint8Array; from: number; to: number; last: boolean },
  use: (batch: Batch) => void,
): number {
  let at = part.from
  for (;;) {
    const next = splitter.fill(part.bytes, at, part.to, part.last)
    if (splitter.batch.rows > 0 || splitter.batch.ragged.length > 0) use(splitter.batch)
    if (next === at) return at
    at = next
  }
}

function longer(bytes: Uint8Array, splitter: Splitter): Uint8Array<ArrayBuffer> {
  if (bytes.length > longestRow) throw refusal('row-too-long', { line: splitter.line(), bytes: longestRow })
  const more = new Uint8Array(2 * bytes.length)
  more.set(bytes)
  return more
}

function tableBuilder(columns: FileColumn[], width: number, spilling: Spilling) {
  let sinks: Sink[] | undefined
  let lines = new Uint32Array(batchRows)
  let rows = 0
  let expected = 0
  const bad: BadRow[] = []
  const badCounts = new Map<string, number>()

  function append(batch: Batch, totalBytes: number): void {
    expected = Math.max(expected, guess(batch, width, totalBytes))
    sinks ??= columns.map((column) => sinkFor(column, expected))
    spilling.relieve(sinks, Math.max(expected, rows + batch.rows))
    if (rows + batch.rows > lines.length) lines = longerLines(lines, Math.max(rows + batch.rows, expected))
    lines.set(batch.lines.subarray(0, batch.rows), rows)
    for (const row of batch.ragged) bad.push({ line: row.line, row: -1, found: row.cells })
    columns.forEach((column, at) => {
      sinks![at].append(batch, { index: column.index, width }, (row, text) => {
        const count = (badCounts.get(column.name) ?? 0) + 1
        badCounts.set(column.name, count)
        if (count <= badLimit)
          bad.push({ line: batch.lines[row], row: rows + row, column: column.name, found: text })
      })
    })
    rows += batch.rows
  }

  function finish(): Parsed {
    sinks ??= columns.map((column) => sinkFor(column, 0))
    const data = sinks.map((sink) => sink.finish())
    for (const [at, column] of columns.entries()) {
      if (column.required) bad.push(...missingCells(column, data[at], { lines, rows, bad }))
    }
    bad.sort((a, b) => a.line - b.line)
    const missingCounts = new Map(columns.map((column, at) => [column.name, sinks![at].missing()]))
    return { rows, columns: data, lines: lines.subarray(0, rows), bad, badCounts, missingCounts }
  }
  return { append, finish }
}

function sinkFor({ type, rules, keep = true }: FileColumn, rows: number): Sink {
  return keep ? makeSink(type, rules, rows) : makeCountingSink(type, rules)
}

/** Missing cells of a column that needs a value in every row, as bad rows; those told already are left out. */
export function missingCells(
  column: { name: string },
  data: Pick<ParsedColumn, 'missing'>,
  found: { rows: number; lines: Uint32Array; bad: BadRow[] },
): BadRow[] {
  if (!data.missing) return []
  const known = new Set(found.bad.map((item) => item.row))
  const missing: BadRow[] = []
  for (let row = 0; row < found.rows; row++) {
    if (!isMissing(data, row) || known.has(row)) continue
    missing.push({ line: found.lines[row], row, column: column.name, found: '' })
  }
  return missing
}

/** How many rows the file has if all were as long as those of this batch. */
function guess(batch: Batch, width: number, totalBytes: number): number {
  if (batch.rows === 0 || width === 0) return batchRows
  const end = batch.ends[batch.rows * width - 1]
  const bytes = Math.max(1, (end < 0 ? ~end : end) - batch.starts[0])
  return Math.ceil((totalBytes / bytes) * batch.rows * 1.03) + 16
}

function longerLines(lines: Uint32Array, rows: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(Math.max(rows, Math.ceil(lines.length * 1.5)))
  more.set(lines)
  return more
}
