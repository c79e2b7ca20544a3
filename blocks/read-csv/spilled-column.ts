/** Columns on disk between the pass over the file and the store; what is done to them is done when they are used. */
import { takeColumn, takenMissing } from '#blocks/kernels/rows.ts'
import { isLazy, release } from '#pipeline/lazy-table.ts'
import type { LazyColumn } from '#pipeline/lazy-table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { isMissing } from '#pipeline/table.ts'
import { makeSpillFile, readPieces } from './spill-file.ts'
import type { Piece } from './spill-file.ts'

export interface SpilledColumn extends LazyColumn {
  /** As in ColumnData: bitmaps are small and stay in memory. */
  missing?: Uint8Array
  /** The given rows in the given order. */
  take(rows: Int32Array): SpilledColumn
  /** `work` changes the values of number and time columns where they are. */
  change(work: (values: Float64Array) => void): SpilledColumn
}

/** A column of the file, in memory when the file is small. */
export type ParsedColumn = ColumnData | SpilledColumn

/** What lies on disk. */
interface Spilled extends Omit<ColumnData, 'values'> {
  path: string
  pieces: Piece[]
  rows: number
}

/** Gives a column with the values changed: the same one, or another one in memory of its own. */
type Step = (column: ColumnData) => ColumnData

export function spilledColumn(spilled: Spilled): SpilledColumn {
  return withSteps(spilled, [], spilled)
}

/** Puts a column on disk. Throws when there is a file of that name. */
export function spillColumn({ values, ...rest }: ColumnData, path: string): SpilledColumn {
  const file = makeSpillFile(path)
  try {
    return spilledColumn({ ...rest, path, rows: values.length, pieces: [file.append(values)] })
  } finally {
    file.close()
  }
}

export function takeParsed(column: ParsedColumn, rows: Int32Array): ParsedColumn {
  return isLazy(column) ? column.take(rows) : takeColumn(column, rows)
}

function withSteps(
  spilled: Spilled,
  steps: Step[],
  { rows, missing }: Pick<Spilled, 'rows' | 'missing'>,
): SpilledColumn {
  return {
    type: spilled.type,
    rows,
    missing,
    take(taken) {
      const left = takenMissing({ missing }, taken)
      const step: Step = (column) => takeOwn(column, taken, left)
      return withSteps(spilled, [...steps, step], { rows: taken.length, missing: left })
    },
    change(work) {
      const step: Step = (column) => {
        work(column.values as Float64Array)
        return column
      }
      return withSteps(spilled, [...steps, step], { rows, missing })
    },
    use: (work) => useSpilled(spilled, steps, work),
  }
}

async function useSpilled<T>(
  spilled: Spilled,
  steps: Step[],
  work: (column: ColumnData) => T | Promise<T>,
): Promise<T> {
  const { type, rows, missing, dictionary } = spilled
  let column: ColumnData = { type, values: ownValues(type, rows), missing, dictionary }
  try {
    await readPieces(spilled.path, spilled.pieces, column.values)
    for (const step of steps) {
      const { values } = column
      column = step(column)
      if (column.values !== values) release(values)
    }
    return await work(column)
  } finally {
    release(column.values)
  }
}

function ownValues(type: ColumnData['type'], rows: number): ColumnData['values'] {
  if (type === 'integer') return new BigInt64Array(rows)
  if (type === 'boolean') return new Uint8Array(rows)
  return type === 'text' ? new Int32Array(rows) : new Float64Array(rows)
}

function takeOwn(column: ColumnData, rows: Int32Array, missing: Uint8Array | undefined): ColumnData {
  const values = ownValues(column.type, rows.length)
  if (values instanceof BigInt64Array) gather(column.values as BigInt64Array, rows, values)
  else gather(column.values as typeof values, rows, values)
  const taken: ColumnData = { type: column.type, values, missing }
  if (column.dictionary) taken.dictionary = recode(taken, column.dictionary)
  return taken
}

function gather<V>(from: ArrayLike<V>, rows: Int32Array, to: { [row: number]: V }): void {
  for (let row = 0; row < rows.length; row++) to[row] = from[rows[row]]
}

/** Codes in order of first use, in place; gives their texts. */
function recode(column: ColumnData, texts: string[]): string[] {
  const codes = column.values as Int32Array
  const dictionary: string[] = []
  const newCodes = new Int32Array(texts.length).fill(-1)
  for (let row = 0; row < codes.length; row++) {
    if (isMissing(column, row)) continue
    const code = codes[row]
    if (newCodes[code] < 0) newCodes[code] = dictionary.push(texts[code]) - 1
    codes[row] = newCodes[code]
  }
  return dictionary
}
