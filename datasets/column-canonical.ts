/** The one form of a column among all that mean the same: what is hashed and what is stored. */
import type { ColumnData } from '#pipeline/table.ts'
import { isMissing } from '#pipeline/table.ts'
import { canonicalText } from './text-canonical.ts'

// The bits of the quiet NaN, as two 32-bit words: which NaN an operation leaves depends on the processor.
const nanHigh = 0x7ff80000
const nanLow = 0

/**
 * The same column by the rules of the hash: every NaN is the quiet one; missing slots hold NaN, 0n, 0 or code 0;
 * the bitmap has ceil(rows / 8) bytes with zero bits after the last row and is absent when nothing is missing;
 * quality is absent when all is good; texts are well-formed Unicode (lone surrogates become U+FFFD), distinct and
 * in order of first use. -0 stays -0. Arrays that already are so are shared, not copied.
 * Throws RangeError when the arrays do not fit together or hold what their type does not have.
 */
export function canonicalColumn(column: ColumnData): ColumnData {
  checkArrays(column)
  const missing = canonicalBitmap(column)
  const quality = column.quality?.some((code) => code !== 0) ? column.quality : undefined
  const canonical: ColumnData = { type: column.type, ...canonicalValues({ ...column, missing }) }
  if (missing) canonical.missing = missing
  if (quality) canonical.quality = quality
  return canonical
}

/** Calls `visit` for every missing row, in order. Empty bytes of the bitmap cost next to nothing. */
export function forEachMissing(column: ColumnData, visit: (row: number) => void): void {
  const { missing } = column
  if (!missing) return
  for (let byte = 0; byte < missing.length; byte++) {
    if (missing[byte] === 0) continue
    const end = Math.min((byte + 1) * 8, column.values.length)
    for (let row = byte * 8; row < end; row++) if (isMissing(column, row)) visit(row)
  }
}

function checkArrays(column: ColumnData): void {
  const rows = column.values.length
  if (!(column.values instanceof arrayTypes[column.type])) {
    throw new RangeError(`a ${column.type} column cannot have values in ${column.values.constructor.name}`)
  }
  if (column.missing && column.missing.length < (rows + 7) >> 3) {
    throw new RangeError(`a bitmap of ${column.missing.length} bytes for ${rows} rows`)
  }
  if (column.quality && column.quality.length !== rows) {
    throw new RangeError(`${column.quality.length} quality codes for ${rows} rows`)
  }
  if (column.quality) checkCodes('quality code', column.quality, 2)
  if (column.type === 'boolean') checkCodes('boolean', column.values as Uint8Array, 1)
}

const arrayTypes = {
  number: Float64Array,
  time: Float64Array,
  integer: BigInt64Array,
  boolean: Uint8Array,
  text: Int32Array,
}

function checkCodes(what: string, codes: Uint8Array, highest: number): void {
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] > highest) throw new RangeError(`${what} ${codes[row]} in row ${row}`)
  }
}

function canonicalBitmap({ missing, values }: ColumnData): Uint8Array | undefined {
  if (!missing) return undefined
  const bytes = (values.length + 7) >> 3
  const tail = values.length & 7
  let bitmap = missing.length === bytes ? missing : missing.subarray(0, bytes)
  if (tail !== 0 && bitmap[bytes - 1] >> tail !== 0) {
    bitmap = copyOf(bitmap)
    bitmap[bytes - 1] &= (1 << tail) - 1
  }
  return bitmap.some((byte) => byte !== 0) ? bitmap : undefined
}

function canonicalValues(column: ColumnData): Pick<ColumnData, 'values' | 'dictionary'> {
  if (column.type === 'text') return canonicalText(column)
  if (column.type === 'number' || column.type === 'time') return { values: canonicalFloats(column) }
  return { values: canonicalWholes(column) }
}

function canonicalFloats(column: ColumnData): Float64Array {
  const floats = column.values as Float64Array
  if (floatsAreCanonical(column, floats)) return floats
  const copy = copyOf(floats)
  const words = wordsOf(copy)
  const setNaN = (row: number) => {
    words[2 * row] = nanLow
    words[2 * row + 1] = nanHigh
  }
  for (let row = 0; row < copy.length; row++) if (Number.isNaN(copy[row])) setNaN(row)
  forEachMissing(column, setNaN)
  return copy
}

function floatsAreCanonical(column: ColumnData, floats: Float64Array): boolean {
  const words = wordsOf(floats)
  for (let row = 0; row < floats.length; row++) {
    const value = floats[row]
    if (value !== value && (words[2 * row + 1] !== nanHigh || words[2 * row] !== nanLow)) return false
  }
  let isCanonical = true
  forEachMissing(column, (row) => (isCanonical &&= Number.isNaN(floats[row])))
  return isCanonical
}

/** The low and high words of floats; every processor this runs on is little-endian. */
function wordsOf(floats: Float64Array): Uint32Array {
  return new Uint32Array(floats.buffer, floats.byteOffset, floats.length * 2)
}

function canonicalWholes(column: ColumnData): BigInt64Array | Uint8Array {
  const values = column.values as BigInt64Array | Uint8Array
  let hasRest = false
  forEachMissing(column, (row) => (hasRest ||= Number(values[row]) !== 0))
  if (!hasRest) return values
  const copy = copyOf(values)
  forEachMissing(column, (row) => (copy[row] = copy instanceof BigInt64Array ? 0n : 0))
  return copy
}

type Values = Float64Array | BigInt64Array | Uint8Array

/** On a SharedArrayBuffer of its own, bit by bit. */
function copyOf<T extends Values>(values: T): T {
  const bytes = new Uint8Array(new SharedArrayBuffer(values.byteLength))
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  const ArrayType = values.constructor as new (buffer: SharedArrayBuffer) => T
  return new ArrayType(bytes.buffer)
}
