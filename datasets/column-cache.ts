import type { ColumnData } from '#pipeline/table.ts'
import { contentBytes } from './column-hash.ts'
import type { HashedColumn } from './column-hash.ts'
import type { Store, StoredObject } from './store.ts'

/**
 * A store with its columns in memory in front of it: the least recently used leave when `maxBytes` are exceeded.
 * Several who want the same column at once read it once, and a column that came from here or was put here is known
 * by identity and not hashed again. Everyone gets the same arrays: columns are never changed in place.
 */
export class CachedStore implements Store {
  readonly #store: Store
  readonly #maxBytes: number
  #bytes = 0
  /** In order of use, the latest last. */
  readonly #columns = new Map<string, HashedColumn>()
  readonly #reads = new Map<string, Promise<ColumnData>>()
  readonly #known = new WeakMap<ColumnData, StoredObject>()

  constructor(store: Store, maxBytes: number) {
    this.#store = store
    this.#maxBytes = maxBytes
  }

  /** Bytes of the columns held in memory. */
  get bytesHeld(): number {
    return this.#bytes
  }

  async hashColumn(column: ColumnData): Promise<HashedColumn> {
    const known = this.#known.get(column)
    if (known) return { ...known, column }
    const hashed = await this.#store.hashColumn(column)
    for (const one of [column, hashed.column])
      this.#known.set(one, { hash: hashed.hash, bytes: hashed.bytes })
    return hashed
  }

  async putColumn(column: ColumnData): Promise<StoredObject> {
    return this.putHashedColumn(await this.hashColumn(column))
  }

  async putHashedColumn(hashed: HashedColumn): Promise<StoredObject> {
    const stored = await this.#store.putHashedColumn(hashed)
    this.#hold(this.#columns.get(hashed.hash) ?? hashed)
    return stored
  }

  async getColumn(hash: string): Promise<ColumnData> {
    const held = this.#columns.get(hash)
    if (held) {
      this.#hold(held)
      return held.column
    }
    const running = this.#reads.get(hash)
    if (running) return running
    const read = this.#read(hash).finally(() => this.#reads.delete(hash))
    this.#reads.set(hash, read)
    return read
  }

  putFile(content: Uint8Array | { path: string }): Promise<StoredObject> {
    return this.#store.putFile(content)
  }

  filePath(hash: string): Promise<string> {
    return this.#store.filePath(hash)
  }

  has(hash: string): Promise<boolean> {
    return this.#store.has(hash)
  }

  async remove(hash: string): Promise<void> {
    this.#drop(hash)
    await this.#store.remove(hash)
  }

  list(): AsyncIterable<StoredObject & { writtenAtMs: number }> {
    return this.#store.list()
  }

  removeUnfinished(olderThanMs: number): Promise<number> {
    return this.#store.removeUnfinished(olderThanMs)
  }

  async #read(hash: string): Promise<ColumnData> {
    const column = await this.#store.getColumn(hash)
    const hashed = { hash, bytes: contentBytes(column), column }
    this.#known.set(column, { hash, bytes: hashed.bytes })
    this.#hold(hashed)
    return column
  }

  /** Makes it the latest used one, and room for it. */
  #hold(hashed: HashedColumn): void {
    this.#drop(hashed.hash)
    if (hashed.bytes > this.#maxBytes || !isShared(hashed.column)) return
    this.#columns.set(hashed.hash, hashed)
    this.#bytes += hashed.bytes
    for (const hash of this.#columns.keys()) {
      if (this.#bytes <= this.#maxBytes) break
      this.#drop(hash)
    }
  }

  #drop(hash: string): void {
    this.#bytes -= this.#columns.get(hash)?.bytes ?? 0
    this.#columns.delete(hash)
  }
}

/** Only these can go to threads without a copy; others are read from the store when somebody wants them. */
function isShared({ values, missing, quality }: ColumnData): boolean {
  return [values, missing, quality].every((array) => !array || array.buffer instanceof SharedArrayBuffer)
}
