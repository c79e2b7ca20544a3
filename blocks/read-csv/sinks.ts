/** Where parsed cells go: one growing typed column each. A batch is appended column by column. */
import type { ColumnType } from '#pipeline/ports.ts'
import { newBytes, newCodes, newFloats, newIntegers } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { TimeParser } from './date-format.ts'
import { finishColumn, isMarked, makeRoom, mark, started, startSpilling } from './growing.ts'
import type { Growing } from './growing.ts'
import { makeInterner } from './interner.ts'
import { exactUpTo, fastInteger, fastNumber, isCode, isRounded, slowInteger, slowNumber } from './numbers.ts'
import type { NumberMarks } from './numbers.ts'
import type { SpillFile } from './spill-file.ts'
import type { ParsedColumn } from './spilled-column.ts'
import type { Batch } from './split.ts'

export interface CellRules {
  marks: NumberMarks
  /** Cells that say "no value". */
  missingTokens: ReadonlySet<string>
  /** time columns only. */
  time?: TimeParser
  /** Whole numbers with zeros in front do not fit: nobody has said that the column holds numbers. */
  refusesCodes?: boolean
}

/** Tells of a cell that does not fit the column's type. */
export type BadCell = (row: number, text: string) => void

export interface Sink {
  /** Appends column `index` of the batch; a cell that does not fit becomes missing and is told to `bad`. */
  append(batch: Batch, place: { index: number; width: number }, bad: BadCell): void
  /** What was and will be appended goes to the file, in pieces of so many rows (at least those of a batch). */
  spillTo(file: SpillFile, pieceRows: number): void
  /** Nothing may be appended afterwards; a file that it spilled to may be closed. */
  finish(): ParsedColumn
  /** How many cells were missing or bad so far. */
  missing(): number
}

export function makeSink(type: ColumnType, rules: CellRules, expectedRows: number): Sink {
  if (type === 'number') return floatSink('number', rules, expectedRows)
  if (type === 'time') return floatSink('time', rules, expectedRows)
  if (type === 'integer') return integerSink(rules, expectedRows)
  return type === 'boolean' ? booleanSink(rules, expectedRows) : textSink(rules, expectedRows)
}

/** The cell's text; doubled quotes are halved. */
export function cellText(batch: Batch, cell: number): string {
  const { bytes, starts, ends } = batch
  const end = ends[cell] < 0 ? ~ends[cell] : ends[cell]
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + starts[cell], end - starts[cell]).toString()
  if (ends[cell] >= 0) return text
  const quote = String.fromCharCode(bytes[end])
  return text.replaceAll(quote + quote, quote)
}

/** Tokens that read as numbers ('-999') have to be looked for before the number is taken. */
function hasNumericToken({ missingTokens, marks }: CellRules): boolean {
  return [...missingTokens].some((token) => slowNumber(token, marks) !== undefined)
}

/** The borders of a cell without spaces around it. */
const trimmed = { start: 0, end: 0 }
function trim(bytes: Uint8Array, start: number, end: number): void {
  while (start < end && (bytes[start] === 32 || bytes[start] === 9)) start++
  while (end > start && (bytes[end - 1] === 32 || bytes[end - 1] === 9)) end--
  trimmed.start = start
  trimmed.end = end
}

/** May be a code; the slow way decides. */
function hasZeroInFront(bytes: Uint8Array, { start, end }: { start: number; end: number }): boolean {
  const at = bytes[start] === 45 || bytes[start] === 43 ? start + 1 : start
  return bytes[at] === 48 && end - at > 1
}

type FloatCell = (bytes: Uint8Array, start: number, end: number) => number

function floatSink(type: 'number' | 'time', rules: CellRules, expectedRows: number): Sink {
  const column = started(newFloats, expectedRows)
  const decimal = rules.marks.decimalMark.charCodeAt(0)
  const parse: FloatCell = rules.time ?? ((bytes, start, end) => fastNumber(bytes, start, end, decimal))
  const tokensFirst = type === 'number' && hasNumericToken(rules)
  const isEmptyMissing = rules.missingTokens.has('')
  const exact = type === 'number' ? exactUpTo : Infinity

  function slowCell(text: string, row: number): number {
    if (rules.missingTokens.has(text.trim())) mark(column, row)
    else {
      const value = type === 'number' ? slowNumber(text, rules.marks) : undefined
      if (value !== undefined) return value
      failed = true
    }
    return NaN
  }
  let failed = false

  return {
    append(batch, { index, width }, bad) {
      makeRoom(column, batch.rows)
      const { bytes, starts, ends } = batch
      const { values } = column
      for (let row = 0, cell = index, to = column.rows; row < batch.rows; row++, cell += width, to++) {
        trim(bytes, starts[cell], ends[cell])
        if (trimmed.start >= trimmed.end && isEmptyMissing && ends[cell] >= 0) {
          mark(column, to)
          values[to] = NaN
          continue
        }
        let value = tokensFirst ? NaN : parse(bytes, trimmed.start, trimmed.end)
        if (value !== value) {
          failed = false
          const text = cellText(batch, cell)
          value = slowCell(text, to)
          if (failed) {
            mark(column, to)
            bad(row, text)
          }
        }
        if ((value >= exact || value <= -exact) && isRounded(cellText(batch, cell), value, rules.marks)) {
          mark(column, to)
          value = NaN
          bad(row, cellText(batch, cell))
        }
        values[to] = value
      }
      column.rows += batch.rows
    },
    missing: () => column.missingCount,
    spillTo: (file, pieceRows) => startSpilling(column, file, pieceRows),
    finish: () => finishColumn(column, { type }),
  }
}

function integerSink(rules: CellRules, expectedRows: number): Sink {
  const column = started(newIntegers, expectedRows)
  const tokensFirst = hasNumericToken(rules)

  /** The missing token or the long integer; anything else is bad. */
  function slowCell(text: string, row: number): boolean {
    if (rules.missingTokens.has(text.trim())) {
      mark(column, row)
      return true
    }
    const value = rules.refusesCodes && isCode(text) ? undefined : slowInteger(text, rules.marks)
    if (value !== undefined) column.values[row] = value
    else mark(column, row)
    return value !== undefined
  }

  return {
    append(batch, { index, width }, bad) {
      makeRoom(column, batch.rows)
      const { bytes, starts, ends } = batch
      const halves = new Int32Array(column.values.buffer)
      for (let row = 0, cell = index, to = column.rows; row < batch.rows; row++, cell += width, to++) {
        trim(bytes, starts[cell], ends[cell])
        const isSlow = tokensFirst || (rules.refusesCodes && hasZeroInFront(bytes, trimmed))
        const value = isSlow ? NaN : fastInteger(bytes, trimmed.start, trimmed.end)
        if (value === value) {
          halves[2 * to] = value % 4_294_967_296
          halves[2 * to + 1] = Math.floor(value / 4_294_967_296)
          continue
        }
        const text = cellText(batch, cell)
        if (!slowCell(text, to)) bad(row, text)
      }
      column.rows += batch.rows
    },
    missing: () => column.missingCount,
    spillTo: (file, pieceRows) => startSpilling(column, file, pieceRows),
    finish: () => finishColumn(column, { type: 'integer' }),
  }
}

const booleans = new Map<string, number>()
for (const word of ['true', 'yes', 'ja', 'wahr', 'on', 'ein', '1', 't', 'y']) booleans.set(word, 1)
for (const word of ['false', 'no', 'nein', 'falsch', 'off', 'aus', '0', 'f', 'n']) booleans.set(word, 0)

/** Booleans are few different texts: each is understood once. */
function booleanSink(rules: CellRules, expectedRows: number): Sink {
  const column = started(newBytes, expectedRows)
  return codedSink(
    column,
    (text, row) => {
      if (rules.missingTokens.has(text.trim())) mark(column, row)
      else {
        const value = booleans.get(text.trim().toLowerCase())
        if (value === undefined) return false
        column.values[row] = value
      }
      return true
    },
    () => ({ type: 'boolean' }),
  )
}

/** Texts keep the spaces around them. */
function textSink(rules: CellRules, expectedRows: number): Sink {
  const column = started(newCodes, expectedRows)
  const dictionary: string[] = []
  const codes = new Map<string, number>()
  return codedSink(
    column,
    (text, row) => {
      if (rules.missingTokens.has(text)) {
        mark(column, row)
        return true
      }
      let code = codes.get(text)
      if (code === undefined) codes.set(text, (code = dictionary.push(text) - 1))
      column.values[row] = code
      return true
    },
    () => ({ type: 'text', dictionary }),
  )
}

function codedSink<T extends Uint8Array<SharedArrayBuffer> | Int32Array<SharedArrayBuffer>>(
  column: Growing<T>,
  put: (text: string, row: number) => boolean,
  rest: () => Pick<ColumnData, 'type' | 'dictionary'>,
): Sink {
  const interner = makeInterner()
  /** What each known text is; -1: missing, or it does not fit. */
  const meanings: number[] = []

  function slowCell(text: string, row: number): boolean {
    if (put(text, row)) return true
    mark(column, row)
    return false
  }

  return {
    append(batch, { index, width }, bad) {
      makeRoom(column, batch.rows)
      const { bytes, starts, ends } = batch
      for (let row = 0, cell = index, to = column.rows; row < batch.rows; row++, cell += width, to++) {
        if (ends[cell] < 0) {
          const text = cellText(batch, cell)
          if (!slowCell(text, to)) bad(row, text)
          continue
        }
        const known = interner.texts.length
        const code = interner.code(bytes, starts[cell], ends[cell])
        if (code === known) {
          if (!slowCell(interner.texts[code], to)) bad(row, interner.texts[code])
          meanings.push(isMarked(column, to) ? -1 : column.values[to])
          continue
        }
        const meaning = meanings[code]
        if (meaning >= 0) column.values[to] = meaning
        else if (!slowCell(interner.texts[code], to)) bad(row, interner.texts[code])
      }
      column.rows += batch.rows
    },
    missing: () => column.missingCount,
    spillTo: (file, pieceRows) => startSpilling(column, file, pieceRows),
    finish: () => finishColumn(column, rest()),
  }
}
