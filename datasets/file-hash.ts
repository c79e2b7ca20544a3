import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { StoredObject } from './store.ts'

/** SHA-256 of a file's bytes, read in pieces. Each piece goes through `onPiece` before the next is read. */
export async function hashFile(
  path: string,
  onPiece?: (piece: Uint8Array) => Promise<unknown>,
): Promise<StoredObject> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(piece)
    bytes += piece.length
    await onPiece?.(piece)
  }
  return { hash: hash.digest('hex'), bytes }
}

export function hashBytes(content: Uint8Array): StoredObject {
  return { hash: createHash('sha256').update(content).digest('hex'), bytes: content.length }
}
