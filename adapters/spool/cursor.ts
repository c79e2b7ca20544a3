/** How far the spool has been emptied, as a small file. One that is damaged means: from the oldest segment on. */
import { crc32c } from './crc32c.ts'
import type { SpoolCursor } from './spool-page.ts'

export function cursorBytes({ segment, offset, before, writtenUs }: SpoolCursor): Uint8Array {
  const fields = new Uint8Array(Float64Array.of(segment, offset, before, writtenUs).buffer)
  const sum = new Uint8Array(Uint32Array.of(crc32c(fields)).buffer)
  return Buffer.concat([fields, sum])
}

/** Undefined where the bytes are no cursor. */
export function parseCursor(bytes: Uint8Array): SpoolCursor | undefined {
  if (bytes.length !== 36) return undefined
  const copy = Uint8Array.from(bytes)
  if (new Uint32Array(copy.slice(32).buffer)[0] !== crc32c(copy.subarray(0, 32))) return undefined
  const [segment, offset, before, writtenUs] = new Float64Array(copy.slice(0, 32).buffer)
  return { segment, offset, before, writtenUs }
}
