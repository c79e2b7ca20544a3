/** Values of one column while the file is read: an array that grows, or a window that moves over a file on disk. */
import { bitmapOrNone, newBitmap } from '#pipeline/table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { Piece, SpillFile } from './spill-file.ts'
import { spilledColumn } from './spilled-column.ts'
import type { ParsedColumn } from './spilled-column.ts'

type Values = ColumnData['values']

/** Values with room to grow and the bits of the missing ones. */
export interface Growing<T extends Values> {
  /** From row `start` on. */
  values: T
  start: number
  /** Rows in `values`. */
  rows: number
  make(rows: number): T
  missingCount: number
  /** Of all rows. */
  missing: Uint8Array<SharedArrayBuffer>
  /** Where the rows before `start` are. */
  spilled?: { file: SpillFile; pieces: Piece[] }
}

export function started<T extends Values>(make: (rows: number) => T, rows: number): Growing<T> {
  return { values: make(rows), start: 0, rows: 0, make, missing: newBitmap(rows), missingCount: 0 }
}

/** From now on values leave memory for `file`, `pieceRows` at a time. */
export function startSpilling(column: Growing<Values>, file: SpillFile, pieceRows: number): void {
  column.spilled = { file, pieces: [] }
  writeOut(column)
  column.values = column.make(pieceRows)
}

/** At most as many rows as a piece has when the column spills. */
export function makeRoom(column: Growing<Values>, more: number): void {
  makeBits(column, column.start + column.rows + more)
  const wanted = column.rows + more
  if (wanted <= column.values.length) return
  if (column.spilled) {
    writeOut(column)
    // Cells that are missing leave what is there.
    new Uint8Array(column.values.buffer).fill(0)
    return
  }
  const values = column.make(Math.max(wanted, Math.ceil(column.values.length * 1.5)))
  values.set(column.values.subarray(0, column.rows) as never)
  column.values = values
}

function makeBits(column: Growing<Values>, rows: number): void {
  if (rows <= column.missing.length * 8) return
  const missing = newBitmap(Math.max(rows, column.missing.length * 12))
  missing.set(column.missing)
  column.missing = missing
}

function writeOut(column: Growing<Values>): void {
  if (column.rows > 0) column.spilled?.pieces.push(column.spilled.file.append(filled(column)))
  column.start += column.rows
  column.rows = 0
}

function filled<T extends Values>({ values, rows }: Growing<T>): T {
  return values.subarray(0, rows) as T
}

/** `row` counts from `start`, here and below. */
export function mark(column: Growing<Values>, row: number): void {
  const at = column.start + row
  column.missing[at >> 3] |= 1 << (at & 7)
  column.missingCount++
}

export function isMarked(column: Growing<Values>, row: number): boolean {
  const at = column.start + row
  return ((column.missing[at >> 3] >> (at & 7)) & 1) === 1
}

export function finishColumn(
  column: Growing<Values>,
  rest: Pick<ColumnData, 'type' | 'dictionary'>,
): ParsedColumn {
  const rows = column.start + column.rows
  const missing = bitmapOrNone(column.missing.subarray(0, (rows + 7) >> 3))
  if (!column.spilled) return { ...rest, values: inMemory(column), missing }
  writeOut(column)
  const { file, pieces } = column.spilled
  return spilledColumn({ ...rest, path: file.path, pieces, rows, missing })
}

/** Keeps the memory when little of it is unused, since untouched pages cost nothing; copies otherwise. */
function inMemory(column: Growing<Values>): Values {
  const values = filled(column)
  if (column.rows * 1.2 >= column.values.length) return values
  const copy = column.make(column.rows)
  copy.set(values as never)
  return copy
}
