/** Between whole and decimal numbers: exactly, or not at all. */
import type { ColumnData } from '#pipeline/table.ts'
import { bitmapOrNone, isMissing, newBitmap, newFloats, newIntegers, setMissing } from '#pipeline/table.ts'

export interface Converted {
  column: ColumnData
  /** Cells that had a value which the type cannot hold; they are missing now. */
  bad: number
  /** What the first of them held. */
  first?: string
}

const int64End = 2 ** 63

/** A value between whole numbers, NaN and what int64 cannot hold are bad. */
export function numbersToIntegers(data: ColumnData): Converted {
  const values = newIntegers(data.values.length)
  return convertCells(data, 'integer', values, (row) => {
    const value = data.values[row] as number
    if (!Number.isInteger(value) || value < -int64End || value >= int64End) return false
    values[row] = BigInt(value)
    return true
  })
}

/** A whole number that no double equals is bad: 9007199254740993. */
export function integersToNumbers(data: ColumnData): Converted {
  const values = newFloats(data.values.length)
  return convertCells(data, 'number', values, (row) => {
    const value = data.values[row] as bigint
    values[row] = Number(value)
    return BigInt(values[row]) === value
  })
}

/** Calls `write` for each cell with a value; where it says false, the cell is bad. */
export function convertCells(
  data: ColumnData,
  type: ColumnData['type'],
  values: ColumnData['values'],
  write: (row: number) => boolean | 'blank',
): Converted {
  const missing = newBitmap(values.length)
  let bad = 0
  let first: string | undefined
  for (let row = 0; row < values.length; row++) {
    const done = isMissing(data, row) ? 'blank' : write(row)
    if (done === true) continue
    setMissing(missing, row)
    if (values instanceof Float64Array) values[row] = Number.NaN
    if (done === 'blank') continue
    bad++
    first ??= shown(data, row)
  }
  const { quality } = data
  return { column: { type, values, missing: bitmapOrNone(missing), ...(quality && { quality }) }, bad, first }
}

function shown({ values, dictionary }: ColumnData, row: number): string {
  return String(dictionary ? dictionary[Number(values[row])] : values[row]).slice(0, 80)
}
