/** Rows of columns and tables, copied in canonical form: no empty bitmap, dictionary in order of first use. */
import type { ColumnData, Table } from '#pipeline/table.ts'
import {
  bitmapOrNone,
  isMissing,
  newBitmap,
  newBytes,
  newCodes,
  newFloats,
  newIntegers,
  setMissing,
} from '#pipeline/table.ts'

/** Instead of a row: nothing, a missing value. */
export const noRow = -1

/** The given rows of a column, in the given order; `noRow` gives a missing value of good quality. */
export function takeColumn(data: ColumnData, rows: Int32Array): ColumnData {
  const missing = takenMissing(data, rows)
  const quality = data.quality && qualityOrNone(takeBytes(data.quality, rows))
  if (data.type === 'text') return { ...takeText(data, rows), missing, quality }
  return { type: data.type, values: takeValues(data.values, rows), missing, quality }
}

/** The given rows of a table, in the given order. */
export function takeRows(table: Table, rows: Int32Array): Table {
  const columns = table.columns.map((column) => takeColumn(column, rows))
  return { schema: table.schema, rows: rows.length, columns }
}

/** Rows [from, to) behind `lead` missing values. All rows without lead are the column itself, not a copy. */
export function sliceColumn(data: ColumnData, from: number, to: number, lead = 0): ColumnData {
  if (from === 0 && to === data.values.length && lead === 0) return data
  const rows = lead + to - from
  if (data.type === 'text') return takeColumn(data, rangeRows(from, to, lead))
  const values = newValues(data.type, rows)
  copyValues(values, data.values.subarray(from, to), lead)
  if (values instanceof Float64Array) values.fill(Number.NaN, 0, lead)
  const missing = slicedMissing(data.missing, { from, to, lead })
  return { type: data.type, values, missing, quality: slicedQuality(data.quality, { from, to, lead }) }
}

/** Rows [from, to) of a table; all of them: the table itself. */
export function sliceRows(table: Table, from: number, to: number): Table {
  if (from === 0 && to === table.rows) return table
  const columns = table.columns.map((column) => sliceColumn(column, from, to))
  return { schema: table.schema, rows: to - from, columns }
}

/** A quality companion, or undefined when all is good (the canonical form). */
export function qualityOrNone(quality: Uint8Array): Uint8Array | undefined {
  return quality.some((code) => code !== 0) ? quality : undefined
}

/** A quality companion to change: a copy of the column's, or all good. */
export function newQuality(data: ColumnData, rows: number): Uint8Array<SharedArrayBuffer> {
  const quality = newBytes(rows)
  if (data.quality) quality.set(data.quality)
  return quality
}

/** Fresh values of a type, all 0. */
export function newValues(type: ColumnData['type'], rows: number): ColumnData['values'] {
  if (type === 'integer') return newIntegers(rows)
  if (type === 'boolean') return newBytes(rows)
  return type === 'text' ? newCodes(rows) : newFloats(rows)
}

interface Range {
  from: number
  to: number
  lead: number
}

function rangeRows(from: number, to: number, lead: number): Int32Array {
  return Int32Array.from({ length: lead + to - from }, (_, row) => (row < lead ? noRow : from + row - lead))
}

function copyValues(target: ColumnData['values'], source: ColumnData['values'], at: number): void {
  if (target instanceof BigInt64Array) target.set(source as BigInt64Array, at)
  else target.set(source as Float64Array, at)
}

function takeValues(values: ColumnData['values'], rows: Int32Array): ColumnData['values'] {
  if (values instanceof Float64Array) return takeFloats(values, rows)
  if (values instanceof BigInt64Array) return takeIntegers(values, rows)
  return takeBytes(values as Uint8Array, rows)
}

function takeFloats(values: Float64Array, rows: Int32Array): Float64Array {
  const taken = newFloats(rows.length)
  for (let i = 0; i < rows.length; i++) taken[i] = rows[i] < 0 ? Number.NaN : values[rows[i]]
  return taken
}

function takeIntegers(values: BigInt64Array, rows: Int32Array): BigInt64Array {
  const taken = newIntegers(rows.length)
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) taken[i] = values[rows[i]]
  return taken
}

function takeBytes(values: Uint8Array, rows: Int32Array): Uint8Array<SharedArrayBuffer> {
  const taken = newBytes(rows.length)
  for (let i = 0; i < rows.length; i++) if (rows[i] >= 0) taken[i] = values[rows[i]]
  return taken
}

/** The bitmap of the given rows of a column. */
export function takenMissing(data: Pick<ColumnData, 'missing'>, rows: Int32Array): Uint8Array | undefined {
  const missing = newBitmap(rows.length)
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0 || isMissing(data, rows[i])) setMissing(missing, i)
  }
  return bitmapOrNone(missing)
}

function takeText(data: ColumnData, rows: Int32Array): Pick<ColumnData, 'type' | 'values' | 'dictionary'> {
  const dictionary: string[] = []
  const newCode = new Int32Array(data.dictionary!.length).fill(-1)
  const values = newCodes(rows.length)
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0 || isMissing(data, rows[i])) continue
    const code = data.values[rows[i]] as number
    if (newCode[code] < 0) newCode[code] = dictionary.push(data.dictionary![code]) - 1
    values[i] = newCode[code]
  }
  return { type: 'text', values, dictionary }
}

function slicedMissing(source: Uint8Array | undefined, { from, to, lead }: Range): Uint8Array | undefined {
  if (!source && lead === 0) return undefined
  const missing = newBitmap(lead + to - from)
  for (let row = 0; row < lead; row++) setMissing(missing, row)
  if (source) copyBits(source, missing, { from, to, lead })
  return bitmapOrNone(missing)
}

/** Bytes without a bit, the common case, are stepped over. */
function copyBits(source: Uint8Array, target: Uint8Array, { from, to, lead }: Range): void {
  for (let byte = from >> 3; byte << 3 < to; byte++) {
    if (source[byte] === 0) continue
    const last = Math.min(to, (byte + 1) << 3)
    for (let row = Math.max(from, byte << 3); row < last; row++) {
      if ((source[byte] >> (row & 7)) & 1) setMissing(target, lead + row - from)
    }
  }
}

function slicedQuality(source: Uint8Array | undefined, { from, to, lead }: Range): Uint8Array | undefined {
  if (!source) return undefined
  const quality = newBytes(lead + to - from)
  quality.set(source.subarray(from, to), lead)
  return qualityOrNone(quality)
}
