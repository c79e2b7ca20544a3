import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ColumnData } from '#pipeline/table.ts'
import { decodeColumn, encodeColumn } from './column-codec.ts'
import { hashColumn } from './column-hash.ts'
import type { HashedColumn } from './column-hash.ts'
import { hashBytes } from './file-hash.ts'
import { unlessAbsent } from './object-files.ts'
import type { Store, StoredObject } from './store.ts'
import { objectMissing } from './store-errors.ts'

interface Entry {
  content: Uint8Array
  writtenAtMs: number
}

/** A store for tests and trials. Native readers need a path: for them files are laid into `folder`. */
export class MemoryStore implements Store {
  readonly #columns = new Map<string, Entry>()
  readonly #files = new Map<string, Entry>()
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  hashColumn(column: ColumnData): Promise<HashedColumn> {
    return hashColumn(column)
  }

  async putColumn(column: ColumnData): Promise<StoredObject> {
    return this.putHashedColumn(await hashColumn(column))
  }

  async putHashedColumn(hashed: HashedColumn): Promise<StoredObject> {
    const { hash, bytes } = hashed
    const content = this.#columns.get(hash)?.content ?? joinShared(await encodeColumn(hashed))
    this.#columns.set(hash, { content, writtenAtMs: Date.now() })
    return { hash, bytes }
  }

  async getColumn(hash: string): Promise<ColumnData> {
    const entry = this.#columns.get(hash)
    if (!entry) throw objectMissing(hash)
    return decodeColumn(entry.content, hash)
  }

  async putFile(content: Uint8Array | { path: string }): Promise<StoredObject> {
    const bytes = content instanceof Uint8Array ? joinShared([content]) : await readFile(content.path)
    const stored = hashBytes(bytes)
    this.#files.set(stored.hash, { content: bytes, writtenAtMs: Date.now() })
    return stored
  }

  async filePath(hash: string): Promise<string> {
    const entry = this.#files.get(hash)
    if (!entry) throw objectMissing(hash)
    await mkdir(this.#folder, { recursive: true })
    const path = join(this.#folder, hash)
    const present = await unlessAbsent(readFile(path))
    if (present === undefined) await writeFile(path, entry.content)
    return path
  }

  async has(hash: string): Promise<boolean> {
    return this.#columns.has(hash) || this.#files.has(hash)
  }

  async remove(hash: string): Promise<void> {
    this.#columns.delete(hash)
    this.#files.delete(hash)
  }

  async *list(): AsyncGenerator<StoredObject & { writtenAtMs: number }> {
    for (const hash of new Set([...this.#columns.keys(), ...this.#files.keys()])) {
      const entries = [this.#columns.get(hash), this.#files.get(hash)].filter((entry) => entry !== undefined)
      const bytes = entries.reduce((sum, entry) => sum + entry.content.length, 0)
      yield { hash, bytes, writtenAtMs: Math.max(...entries.map((entry) => entry.writtenAtMs)) }
    }
  }

  /** Nothing is ever half-written here. */
  async removeUnfinished(): Promise<number> {
    return 0
  }
}

/** A copy on a SharedArrayBuffer: what the caller does to its arrays afterwards does not matter. */
function joinShared(pieces: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(new SharedArrayBuffer(pieces.reduce((sum, piece) => sum + piece.length, 0)))
  let end = 0
  for (const piece of pieces) {
    joined.set(piece, end)
    end += piece.length
  }
  return joined
}
