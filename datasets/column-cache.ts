/** The columns that were looked at last, kept in memory: people page, zoom and come back. */
import type { ColumnData } from '#pipeline/table.ts'
import type { Store } from './store.ts'

export class ColumnCache {
  readonly #store: Store
  readonly #maxBytes: number
  readonly #columns = new Map<string, Promise<ColumnData>>()
  readonly #sizes = new Map<string, number>()
  #bytes = 0

  constructor(store: Store, maxBytes: number) {
    this.#store = store
    this.#maxBytes = maxBytes
  }

  /** Throws as Store.getColumn does. Several who ask at once cause one read. */
  async get(hash: string): Promise<ColumnData> {
    const known = this.#columns.get(hash)
    if (known) {
      this.#columns.delete(hash)
      this.#columns.set(hash, known)
      return known
    }
    const reading = this.#store.getColumn(hash)
    this.#columns.set(hash, reading)
    try {
      const column = await reading
      this.#admit(hash, bytesOf(column))
      return column
    } catch (error) {
      this.#columns.delete(hash)
      throw error
    }
  }

  #admit(hash: string, bytes: number): void {
    this.#sizes.set(hash, bytes)
    this.#bytes += bytes
    for (const oldest of this.#columns.keys()) {
      if (this.#bytes <= this.#maxBytes) return
      const size = this.#sizes.get(oldest)
      if (size === undefined) continue // still being read
      this.#columns.delete(oldest)
      this.#sizes.delete(oldest)
      this.#bytes -= size
    }
  }
}

function bytesOf({ values, missing, quality, dictionary }: ColumnData): number {
  const words = (dictionary ?? []).reduce((sum, text) => sum + 2 * text.length, 0)
  return values.byteLength + (missing?.byteLength ?? 0) + (quality?.byteLength ?? 0) + words
}
