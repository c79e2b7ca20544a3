/** A store that looks into columns already in memory first, and keeps there what passes through. */
import { contentBytes } from '#datasets/column-hash.ts'
import type { Store } from '#datasets/store.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { SharedColumns } from './host-messages.ts'
import { wrapStore } from './wrap-store.ts'

/**
 * `columns` afterwards also holds every column that was read or written. A column that a block passes on unchanged
 * is known by identity, and neither hashed again nor looked for on disk: the step that made it was not done before
 * it was there, and the run's reference keeps it.
 */
export function sharedStore(store: Store, columns: SharedColumns): Store {
  const hashes = new Map<ColumnData, string>([...columns].map(([hash, column]) => [column, hash]))
  const inputs = new Set(columns.keys())
  const keep = (hash: string, column: ColumnData): void => {
    columns.set(hash, column)
    hashes.set(column, hash)
  }
  const shared: Store = wrapStore(store, {
    async getColumn(hash) {
      const known = columns.get(hash)
      if (known) return known
      const column = await store.getColumn(hash)
      keep(hash, column)
      inputs.add(hash)
      return column
    },
    async hashColumn(column) {
      const hash = hashes.get(column)
      if (hash !== undefined) return { hash, bytes: contentBytes(column), column }
      const hashed = await store.hashColumn(column)
      keep(hashed.hash, column)
      return hashed
    },
    async putHashedColumn(hashed) {
      return inputs.has(hashed.hash) ? hashed : store.putHashedColumn(hashed)
    },
    async putColumn(column) {
      return shared.putHashedColumn(await shared.hashColumn(column))
    },
  })
  return shared
}
