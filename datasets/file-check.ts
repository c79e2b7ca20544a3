/**
 * A checksum inside the file it covers. Arrow's reader trusts its metadata: a flipped bit there can make it fill
 * the memory, so a file is checked before it is read. The checksum stands in a text of the schema's metadata in the
 * file's footer; its digits themselves count as zeros.
 */
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'

const marker = 'ecoki-crc32:'
const zeros = Buffer.from('00000000')
const pieceBytes = 16 * 1024 * 1024

/** What to write into the metadata before the checksum is known. */
export const checkPlaceholder = marker + zeros.toString()

/** Fills in the checksum of a file in pieces. */
export async function seal(pieces: Uint8Array[]): Promise<void> {
  let sum = 0
  for (const piece of pieces) sum = await crcOf(piece, sum)
  const footer = pieces.findLast((piece) => digitsAt(piece) !== undefined)
  if (!footer) throw new Error('no place for the checksum')
  Buffer.from(digitsOf(sum)).copy(bufferOf(footer), digitsAt(footer))
}

/** Whether the bytes are those that were sealed (CRC-32: finds accidents, not forgeries). */
export async function isSealed(file: Uint8Array): Promise<boolean> {
  const at = digitsAt(file)
  if (at === undefined) return false
  const end = at + zeros.length
  const sum = await crcOf(file.subarray(end), crc32(zeros, await crcOf(file.subarray(0, at), 0)))
  return bufferOf(file).toString('latin1', at, end) === digitsOf(sum)
}

/** Where the digits are: after the last marker, since the data may hold that text too. */
function digitsAt(bytes: Uint8Array): number | undefined {
  const at = bufferOf(bytes).lastIndexOf(marker)
  return at < 0 ? undefined : at + marker.length
}

function digitsOf(sum: number): string {
  return sum.toString(16).padStart(zeros.length, '0')
}

async function crcOf(bytes: Uint8Array, start: number): Promise<number> {
  let sum = start
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    if (from > 0) await setImmediate()
    sum = crc32(bytes.subarray(from, from + pieceBytes), sum)
  }
  return sum
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
