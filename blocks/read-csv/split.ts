/** Cuts bytes of CSV into rows and cells. Cells stay where they are: only their borders are noted. */

export interface Batch {
  bytes: Uint8Array
  /** Whole rows with the right number of cells. */
  rows: number
  /** Border of cell (row, column) at row * width + column. An end below 0 is ~end of a cell with doubled quotes. */
  starts: Int32Array
  ends: Int32Array
  /** Line in the file on which each row starts, from 1. */
  lines: Uint32Array
  /** Rows with another number of cells, or with text behind a closing quote. */
  ragged: RaggedRow[]
}

export interface RaggedRow {
  line: number
  cells: number
  /** How many whole rows of the batch come before it. */
  before: number
}

export interface SplitOptions {
  separator: string
  quote: string
  width: number
}

export interface Splitter {
  batch: Batch
  /**
   * Fills the batch from bytes[from, to) and returns where the next row starts. bytes[to] is overwritten by a
   * line end. Unless `last`, a row that is not ended stays for the next call.
   */
  fill(bytes: Uint8Array, from: number, to: number, last: boolean): number
  /** Passes over the row at `from` (a header); returns where the next one starts. */
  skipRow(bytes: Uint8Array, from: number, to: number): number
  /** Counts lines that were passed over elsewhere. */
  skipLines(count: number): void
  /** The line that comes next, from 1. */
  line(): number
}

export const batchRows = 8_192
const lineFeed = 10
const carriageReturn = 13

/** A splitter for files of one dialect; its batch is overwritten by every fill(). */
export function makeSplitter(options: SplitOptions): Splitter {
  const { width } = options
  const separator = options.separator.charCodeAt(0)
  const quote = options.quote === '' ? -1 : options.quote.charCodeAt(0)
  const capacity = Math.max(16, Math.min(batchRows, Math.floor(2_000_000 / Math.max(1, width))))
  const starts = new Int32Array(capacity * width + 1)
  const ends = new Int32Array(capacity * width + 1)
  const batch: Batch = {
    bytes: new Uint8Array(0),
    rows: 0,
    starts,
    ends,
    lines: new Uint32Array(capacity),
    ragged: [],
  }
  const stops = new Uint8Array(256)
  stops[separator] = stops[lineFeed] = stops[carriageReturn] = 1
  let line = 1
  let quotedLines = 0
  let escaped = false
  let stray = false

  /** The end of the quoted cell that starts behind the quote at `at`, or -1 when it does not end before `to`. */
  function quotedEnd(bytes: Uint8Array, at: number, to: number): number {
    escaped = false
    for (let p = at; p < to; p++) {
      const byte = bytes[p]
      if (byte === lineFeed) quotedLines++
      if (byte !== quote) continue
      if (bytes[p + 1] !== quote || p + 1 >= to) return p
      escaped = true
      p++
    }
    return -1
  }

  /** Reads one row at `from`; returns where the next one starts, or -1 when this one is not whole. */
  function readRow(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    let cell = batch.rows * width
    let cells = 0
    let p = from
    quotedLines = 0
    stray = false
    for (;;) {
      let start = p
      let end: number
      if (bytes[p] === quote && p < to) {
        start = p + 1
        end = quotedEnd(bytes, start, to)
        if (end < 0) {
          if (!last) return -1
          end = to
          stray = true
        }
        p = Math.min(end + 1, to)
        if (escaped) end = ~end
        if (stops[bytes[p]] === 0) stray = true
        while (stops[bytes[p]] === 0) p++
      } else {
        while (stops[bytes[p]] === 0) p++
        end = p
      }
      if (cells++ < width) {
        starts[cell] = start
        ends[cell++] = end
      }
      if (bytes[p] !== separator || p >= to) break
      p++
    }
    if (p >= to && !last) return -1
    if (bytes[p] === carriageReturn) {
      if (p + 1 >= to && !last) return -1
      if (p + 1 < to && bytes[p + 1] === lineFeed) p++
    }
    endRow(cells, cells === 1 && p - from <= 1 && starts[batch.rows * width] === ends[batch.rows * width])
    return p + 1
  }

  function endRow(cells: number, blank: boolean): void {
    if (cells === width && !stray && !blank) batch.lines[batch.rows++] = line
    else if (!blank) batch.ragged.push({ line, cells: stray ? -1 : cells, before: batch.rows })
    line += 1 + quotedLines
  }

  function fill(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    bytes[to] = lineFeed
    batch.bytes = bytes
    batch.rows = 0
    batch.ragged = []
    let at = from
    while (at < to && batch.rows < capacity) {
      const next = readRow(bytes, at, to, last)
      if (next < 0) break
      at = Math.min(next, to)
    }
    return at
  }

  function skipRow(bytes: Uint8Array, from: number, to: number): number {
    bytes[to] = lineFeed
    batch.rows = 0
    const next = from < to ? Math.min(readRow(bytes, from, to, true), to) : to
    batch.rows = 0
    batch.ragged = []
    return next
  }

  return { batch, fill, skipRow, skipLines: (count) => void (line += count), line: () => line }
}
