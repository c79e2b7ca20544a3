/** Bitmaps with the least significant bit first, as in Arrow. */
import { newBitmap, newBytes } from '#pipeline/table.ts'

/** The other bit for each of `rows` rows; zero bits after the last. Arrow's validity is our missing, inverted. */
export function invertBits(bits: Uint8Array, rows: number): Uint8Array {
  const inverted = newBitmap(rows)
  for (let byte = 0; byte < inverted.length; byte++) inverted[byte] = ~bits[byte]
  if ((rows & 7) !== 0) inverted[inverted.length - 1] &= (1 << (rows & 7)) - 1
  return inverted
}

export function countBits(bits: Uint8Array): number {
  let count = 0
  for (let byte = 0; byte < bits.length; byte++) {
    for (let rest = bits[byte]; rest !== 0; rest &= rest - 1) count++
  }
  return count
}

/** One bit for every byte of 0 or 1. */
export function packBits(bytes: Uint8Array): Uint8Array {
  const bits = newBitmap(bytes.length)
  for (let row = 0; row < bytes.length; row++) bits[row >> 3] |= bytes[row] << (row & 7)
  return bits
}

/** One byte of 0 or 1 for each of the first `rows` bits. */
export function unpackBits(bits: Uint8Array, rows: number): Uint8Array {
  const bytes = newBytes(rows)
  for (let row = 0; row < rows; row++) bytes[row] = (bits[row >> 3] >> (row & 7)) & 1
  return bytes
}
