/** Values that wait on disk for the end of the pass: one scratch file for all columns, written in sequence. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ColumnData } from '#pipeline/table.ts'

/** Where bytes lie in the file. */
export interface Piece {
  at: number
  bytes: number
}

export interface SpillFile {
  path: string
  /** Writes at the end. Little-endian, as every processor this runs on. */
  append(array: ColumnData['values']): Piece
  /** The pieces can be read afterwards; whoever owns the scratch folder removes the file. */
  close(): void
}

/** Throws when there is a file of that name. */
export function makeSpillFile(path: string): SpillFile {
  const file = openSync(path, 'wx')
  let end = 0
  return {
    path,
    append(array) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
      const piece = { at: end, bytes: bytes.length }
      while (end < piece.at + piece.bytes) {
        const done = end - piece.at
        end += writeSync(file, bytes, done, piece.bytes - done, end)
      }
      return piece
    },
    close: () => closeSync(file),
  }
}

/** Fills `array` with pieces one behind the other. Throws when the file ends before. */
export async function readPieces(path: string, pieces: Piece[], array: ArrayBufferView): Promise<void> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    let filled = 0
    for (const piece of pieces) {
      for (let done = 0; done < piece.bytes;) {
        const { bytesRead } = await file.read(bytes, filled, piece.bytes - done, piece.at + done)
        if (bytesRead === 0) throw new Error('a scratch file is shorter than it was')
        done += bytesRead
        filled += bytesRead
      }
    }
  } finally {
    await file.close()
  }
}
