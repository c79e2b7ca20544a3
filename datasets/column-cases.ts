/** Columns for the tests of the stores: every type, and what tends to get lost on the way. */
import fc from 'fast-check'
import type { ColumnData } from '#pipeline/table.ts'
import { newBitmap, setMissing } from '#pipeline/table.ts'

/** The bits of a float, NaN payloads included. */
export function bitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]
}

/** A float of given bits; as an array, because a single number may lose the payload of a NaN. */
export function floatsOfBits(bits: bigint[]): Float64Array {
  return new Float64Array(BigUint64Array.from(bits).buffer)
}

export function bitmapOf(missing: boolean[]): Uint8Array {
  const bitmap = newBitmap(missing.length)
  missing.forEach((isMissing, row) => isMissing && setMissing(bitmap, row))
  return bitmap
}

const oddBits = [
  0x8000000000000000n, // -0
  0x7ff8000000000000n, // the quiet NaN
  0xfff8000000000000n, // what 0/0 gives on x86
  0x7ff0000000000001n, // a signalling NaN
  0x7ff8000000000abcn, // a NaN with a payload
  0x7ff0000000000000n, // infinity
  0x0000000000000001n, // the smallest there is
]
const bits64 = fc.oneof(fc.constantFrom(...oddBits), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
const int64 = fc.oneof(
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n, 0n, -1n),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
)
/** Any UTF-16, lone surrogates included. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    'Wärmepumpe',
    '😀',
    'e\u0301',
    '\u00e9',
    '\u0000',
    '\ufeffBOM',
    '\ud800',
    'a\udfff',
    '__proto__',
  ),
  fc.string({ unit: 'binary' }),
)

const typed = fc.integer({ min: 0, max: 40 }).chain((rows) => {
  const size = { minLength: rows, maxLength: rows }
  const floats = fc.array(bits64, size).map(floatsOfBits)
  return fc.oneof(
    floats.map((values): ColumnData => ({ type: 'number', values })),
    floats.map((values): ColumnData => ({ type: 'time', values })),
    fc
      .array(int64, size)
      .map((values): ColumnData => ({ type: 'integer', values: BigInt64Array.from(values) })),
    fc
      .array(fc.nat(1), size)
      .map((values): ColumnData => ({ type: 'boolean', values: Uint8Array.from(values) })),
    textColumn(rows),
  )
})

function textColumn(rows: number): fc.Arbitrary<ColumnData> {
  return fc
    .array(text, { minLength: 1, maxLength: 6 })
    .chain((dictionary) =>
      fc
        .array(fc.nat(dictionary.length - 1), { minLength: rows, maxLength: rows })
        .map((codes): ColumnData => ({ type: 'text', values: Int32Array.from(codes), dictionary })),
    )
}

/** Columns as blocks may leave them: not in canonical form, with rubbish in missing slots and unused texts. */
export const anyColumn: fc.Arbitrary<ColumnData> = typed.chain((column) => {
  const size = { minLength: column.values.length, maxLength: column.values.length }
  const missing = fc.option(fc.array(fc.boolean(), size).map(bitmapOf), { nil: undefined })
  const quality = fc.option(
    fc.array(fc.nat(2), size).map((codes) => Uint8Array.from(codes)),
    { nil: undefined },
  )
  return fc.record({ missing, quality }).map((companions) => ({ ...column, ...companions }))
})

/** What a column says, row by row and independent of how it is written: the yardstick of the tests. */
export function meaningOf(column: ColumnData): unknown[] {
  return Array.from(column.values as Iterable<number | bigint>, (value, row) => {
    const quality = column.quality?.[row] ?? 0
    const isMissing = column.missing !== undefined && (column.missing[row >> 3] & (1 << (row & 7))) !== 0
    return { cell: isMissing ? null : cellOf(column, value), quality }
  })
}

function cellOf(column: ColumnData, value: number | bigint): unknown {
  if (column.type === 'text') return column.dictionary?.[Number(value)].replace(loneSurrogate, '\ufffd')
  if (typeof value === 'bigint' || column.type === 'boolean') return value
  return Number.isNaN(value) ? 'NaN' : bitsOf(value)
}

const loneSurrogate = /\p{Surrogate}/gu
