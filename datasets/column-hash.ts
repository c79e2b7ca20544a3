/** The address of a column: SHA-256 over its canonical form. */
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { ColumnData } from '#pipeline/table.ts'
import { canonicalColumn } from './column-canonical.ts'
import type { StoredObject } from './store.ts'

/** A column in its canonical form and its address. */
export interface HashedColumn extends StoredObject {
  column: ColumnData
}

/** Hashing this much takes some milliseconds; between pieces the event loop has its turn. */
const pieceBytes = 4 * 1024 * 1024
const pieceTexts = 20_000

/**
 * Brings a column into its canonical form and hashes it: equal contents have equal hashes, however NaN, missing
 * slots, bitmaps and dictionaries were written before. Nothing is copied that is canonical already.
 * The column must not change meanwhile. Throws RangeError for arrays that do not fit together.
 */
export async function hashColumn(column: ColumnData): Promise<HashedColumn> {
  const canonical = canonicalColumn(column)
  return { hash: await hashAsIs(canonical), bytes: contentBytes(canonical), column: canonical }
}

/** The hash of a column as it stands. For what was stored: anything but the canonical form gets another hash. */
export async function hashAsIs(column: ColumnData): Promise<string> {
  const hash = createHash('sha256')
  const { values, missing, quality, dictionary } = column
  const companions = `${missing ? 'missing' : ''} ${quality ? 'quality' : ''}`
  hash.update(`ecoki column 1\n${column.type} ${values.length} ${companions}\n`)
  await updateArray(hash, values)
  if (missing) await updateArray(hash, missing)
  if (quality) await updateArray(hash, quality)
  if (dictionary) await updateTexts(hash, dictionary)
  return hash.digest('hex')
}

/** Bytes of values, bitmap, quality and texts, without any file around them. */
export function contentBytes(column: ColumnData): number {
  const { values, missing, quality, dictionary = [] } = column
  const texts = dictionary.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  return values.byteLength + (missing?.byteLength ?? 0) + (quality?.byteLength ?? 0) + texts
}

async function updateArray(hash: Hash, array: ArrayBufferView): Promise<void> {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    if (from > 0) await setImmediate()
    hash.update(bytes.subarray(from, from + pieceBytes))
  }
}

/** Each text's UTF-8 with its length before it, so that no two dictionaries run together. */
async function updateTexts(hash: Hash, texts: string[]): Promise<void> {
  for (let from = 0; from < texts.length; from += pieceTexts) {
    if (from > 0) await setImmediate()
    const piece = texts.slice(from, from + pieceTexts)
    hash.update(piece.map((text) => `${Buffer.byteLength(text)} ${text}`).join(''))
  }
}
