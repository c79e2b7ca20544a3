/** A store that looks into columns already in memory first, and keeps there what passes through. */
import type { Store } from '#datasets/store.ts'
import type { SharedColumns } from './host-messages.ts'
import { wrapStore } from './wrap-store.ts'

/** `columns` afterwards also holds every column that was read or written. */
export function sharedStore(store: Store, columns: SharedColumns): Store {
  return wrapStore(store, {
    async getColumn(hash) {
      const known = columns.get(hash)
      if (known) return known
      const column = await store.getColumn(hash)
      columns.set(hash, column)
      return column
    },
    async putColumn(column) {
      const object = await store.putColumn(column)
      columns.set(object.hash, column)
      return object
    },
  })
}
