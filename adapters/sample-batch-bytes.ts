/**
 * A batch as bytes, little-endian: format, flags, length, received time, then one column after the other. Texts are
 * counted in bytes, as UTF-8. A format once written is read for ever: a change is a new number.
 */
import type { SampleBatch } from './sample-batch.ts'

const newestFormat = 1

const flags = { integers: 1, texts: 2, statuses: 4, sequences: 8 } as const
const headerBytes = 16

/** A typed array by its bytes. */
const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** As bytes for the spool. */
export function encodeBatch(batch: SampleBatch): Uint8Array {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt16LE(newestFormat, 0)
  header.writeUInt16LE(flagsOf(batch), 2)
  header.writeUInt32LE(batch.length, 4)
  header.writeDoubleLE(batch.receivedUs, 8)
  const columns = [batch.timesUs, batch.numbers, batch.integers, batch.sequences, batch.keys]
  const bytes = [...columns, batch.types, batch.qualities].flatMap((column) =>
    column ? [bytesOf(column)] : [],
  )
  const texts = [batch.texts, batch.statuses].flatMap((column) => (column ? packTexts(column) : []))
  return Buffer.concat([header, ...bytes, ...texts])
}

/** Throws RangeError for bytes that are no batch of a known format. */
export function decodeBatch(bytes: Uint8Array): SampleBatch {
  if (bytes.length < headerBytes) throw new RangeError('bytes end within the header of a batch')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const format = view.getUint16(0, true)
  if (format !== newestFormat) throw new RangeError(`a batch of format ${format} is not known here`)
  const [has, length] = [view.getUint16(2, true), view.getUint32(4, true)]
  const read = reader(bytes, headerBytes, length)
  const timesUs = new Float64Array(read(8))
  const numbers = new Float64Array(read(8))
  const integers = has & flags.integers ? new BigInt64Array(read(8)) : undefined
  const sequences = has & flags.sequences ? new BigInt64Array(read(8)) : undefined
  const keys = new Int32Array(read(4))
  const types = new Uint8Array(read(1))
  const qualities = new Uint8Array(read(1))
  const texts = has & flags.texts ? readTexts(read, length) : undefined
  const statuses = has & flags.statuses ? readTexts(read, length) : undefined
  const receivedUs = view.getFloat64(8, true)
  return {
    length,
    receivedUs,
    keys,
    timesUs,
    types,
    numbers,
    integers,
    texts,
    qualities,
    statuses,
    sequences,
  }
}

function flagsOf(batch: SampleBatch): number {
  return Object.entries(flags).reduce(
    (all, [name, bit]) => (name in batch && batch[name as keyof typeof flags] ? all | bit : all),
    0,
  )
}

/** Lengths in bytes, then all texts behind each other. */
function packTexts(texts: string[]): Uint8Array[] {
  const encoded = texts.map((text) => Buffer.from(text, 'utf8'))
  return [bytesOf(Uint32Array.from(encoded, (text) => text.length)), ...encoded]
}

type Read = (bytesEach: number, count?: number) => ArrayBuffer

/** Copies the next column: what follows is aligned however the bytes lie. */
function reader(bytes: Uint8Array, start: number, length: number): Read {
  let at = start
  return (bytesEach, count = length) => {
    const end = at + bytesEach * count
    if (end > bytes.length) throw new RangeError('bytes end within a batch')
    const column = Uint8Array.from(bytes.subarray(at, end)).buffer
    at = end
    return column
  }
}

function readTexts(read: Read, length: number): string[] {
  const sizes = new Uint32Array(read(4))
  return Array.from({ length }, (_, row) => Buffer.from(read(1, sizes[row])).toString('utf8'))
}
