/**
 * Columns as Arrow IPC files, so that child processes and other tools read them: one record batch with the field
 * `value` (float64, int64, bool, or utf8 with an int32 dictionary; missing = Arrow's validity) and, if there is
 * one, the field `quality` (uint8). Times are float64 epoch µs. The schema's metadata hold the column type, the
 * column's address and a checksum of the file.
 */
import * as arrow from 'apache-arrow'
import { columnTypes } from '#pipeline/ports.ts'
import type { ColumnType } from '#pipeline/ports.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { newCodes, newFloats, newIntegers } from '#pipeline/table.ts'
import { countBits, invertBits, packBits, unpackBits } from './bits.ts'
import type { HashedColumn } from './column-hash.ts'
import { checkPlaceholder, isSealed, seal } from './file-check.ts'
import { objectDamaged } from './store-errors.ts'
import { decodeTexts, encodeTexts } from './text-codec.ts'

const keys = { format: 'ecoki.column', type: 'ecoki.type', hash: 'ecoki.hash', check: 'ecoki.check' }

/** The pieces of the file, in order. Numbers are not copied: their pieces lie in the column's own arrays. */
export async function encodeColumn({ hash, column }: HashedColumn): Promise<Uint8Array[]> {
  const children = [valueData(column)]
  const fields = [new arrow.Field('value', children[0].type, true)]
  if (column.quality) {
    children.push(arrow.makeData({ type: new arrow.Uint8(), data: column.quality, nullCount: 0 }))
    fields.push(new arrow.Field('quality', new arrow.Uint8(), false))
  }
  const length = column.values.length
  const rows = arrow.makeData({ type: new arrow.Struct(fields), length, nullCount: 0, children })
  const metadata = new Map([
    [keys.format, '1'],
    [keys.type, column.type],
    [keys.hash, hash],
    [keys.check, checkPlaceholder],
  ])
  const writer = new arrow.RecordBatchFileWriter()
  writer.write(new arrow.RecordBatch(new arrow.Schema(fields, metadata), rows))
  writer.finish()
  const pieces: Uint8Array[] = []
  for await (const piece of writer) pieces.push(piece)
  await seal(pieces)
  return pieces
}

/**
 * The column of a file. Numbers, codes and quality lie in `file` itself, without a copy: give it bytes on a
 * SharedArrayBuffer. Throws 'object-damaged' for anything but the file of this address as it was written.
 */
export async function decodeColumn(file: Uint8Array, hash: string): Promise<ColumnData> {
  if (!(await isSealed(file))) throw objectDamaged(hash, 'checksum')
  const table = arrow.tableFromIPC(file)
  const found = table.schema.metadata.get(keys.hash)
  if (found !== hash) throw objectDamaged(hash, `content of ${found}`)
  const type = columnTypes.find((known) => known === table.schema.metadata.get(keys.type))
  if (!type || table.batches.length !== 1) throw objectDamaged(hash, 'unknown format')
  const [value, quality] = table.batches[0].data.children
  const rows = value.length
  const column: ColumnData = { type, values: valuesOf(type, value) }
  if (type === 'text') column.dictionary = decodeTexts(value.dictionary?.data[0])
  if (value.nullBitmap.length > 0) column.missing = invertBits(value.nullBitmap, rows)
  if (quality && rows > 0) column.quality = (quality.values as Uint8Array).subarray(0, rows)
  return column
}

function valueData(column: ColumnData): arrow.Data {
  const length = column.values.length
  const nullBitmap = column.missing && invertBits(column.missing, length)
  const nullCount = column.missing ? countBits(column.missing) : 0
  const common = { length, nullBitmap, nullCount }
  switch (column.type) {
    case 'number':
    case 'time':
      return arrow.makeData({ type: new arrow.Float64(), data: column.values as Float64Array, ...common })
    case 'integer':
      return arrow.makeData({ type: new arrow.Int64(), data: column.values as BigInt64Array, ...common })
    case 'boolean':
      return arrow.makeData({
        type: new arrow.Bool(),
        data: packBits(column.values as Uint8Array),
        ...common,
      })
    case 'text':
      return textData(column, common)
  }
}

function textData(column: ColumnData, common: { length: number; nullCount: number }): arrow.Data {
  return arrow.makeData({
    type: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), 0),
    data: column.values as Int32Array,
    dictionary: new arrow.Vector([encodeTexts(column.dictionary ?? [])]),
    ...common,
  })
}

function valuesOf(type: ColumnType, value: arrow.Data): ColumnData['values'] {
  if (type === 'boolean') return unpackBits(value.values as Uint8Array, value.length)
  if (value.length === 0) return emptyValues(type)
  return (value.values as Exclude<ColumnData['values'], Uint8Array>).subarray(0, value.length)
}

/** Arrow makes arrays without rows anew. */
function emptyValues(type: ColumnType): ColumnData['values'] {
  if (type === 'text') return newCodes(0)
  return type === 'integer' ? newIntegers(0) : newFloats(0)
}
