/**
 * Records of a segment, little-endian: mark, length, CRC-32C, samples, samples before, time of writing, content. The
 * CRC also covers the number of the segment and the offset, so that bytes from elsewhere are no record. As samples are
 * counted through, the records beside a damaged place say how many were lost in it.
 */
import { crc32c } from './crc32c.ts'

export const headBytes = 32
const mark = Buffer.from('SpRc', 'latin1')

export interface SpoolRecord {
  content: Uint8Array
  /** Samples in it, and in all records before it since the spool was made. */
  samples: number
  before: number
  writtenUs: number
}

/** Where bytes lie. */
export interface Position {
  segment: number
  offset: number
}

export function encodeRecord(record: SpoolRecord, at: Position): Uint8Array {
  const bytes = Buffer.allocUnsafe(headBytes + record.content.length)
  mark.copy(bytes)
  bytes.writeUInt32LE(record.content.length, 4)
  bytes.writeUInt32LE(record.samples, 12)
  bytes.writeDoubleLE(record.before, 16)
  bytes.writeDoubleLE(record.writtenUs, 24)
  bytes.set(record.content, headBytes)
  bytes.writeUInt32LE(sumOf(bytes, at), 8)
  return bytes
}

/** The record that begins exactly there, and its length; undefined where there is none that is whole. */
export function recordAt(
  bytes: Buffer,
  { segment, offset }: Position,
): { record: SpoolRecord; length: number } | undefined {
  if (offset + headBytes > bytes.length || bytes.compare(mark, 0, 4, offset, offset + 4) !== 0)
    return undefined
  const length = headBytes + bytes.readUInt32LE(offset + 4)
  if (offset + length > bytes.length) return undefined
  const found = bytes.subarray(offset, offset + length)
  if (found.readUInt32LE(8) !== sumOf(found, { segment, offset })) return undefined
  const record = {
    content: found.subarray(headBytes),
    samples: found.readUInt32LE(12),
    before: found.readDoubleLE(16),
    writtenUs: found.readDoubleLE(24),
  }
  return { record, length }
}

/** The next place at or behind `offset` where a whole record begins; undefined: none. */
export function findRecord(bytes: Buffer, { segment, offset }: Position): number | undefined {
  for (let at = bytes.indexOf(mark, offset); at >= 0; at = bytes.indexOf(mark, at + 1))
    if (recordAt(bytes, { segment, offset: at })) return at
  return undefined
}

/** Of all but the sum itself. */
function sumOf(bytes: Uint8Array, { segment, offset }: Position): number {
  const place = new Uint8Array(Float64Array.of(segment, offset).buffer)
  return crc32c(bytes.subarray(12), crc32c(bytes.subarray(0, 8), crc32c(place)))
}
