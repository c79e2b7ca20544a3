/** A store with some of its functions replaced; the others go to the store underneath. */
import type { Store } from '#datasets/store.ts'

export function wrapStore(store: Store, replaced: Partial<Store>): Store {
  return {
    putColumn: (column) => store.putColumn(column),
    hashColumn: (column) => store.hashColumn(column),
    putHashedColumn: (hashed) => store.putHashedColumn(hashed),
    getColumn: (hash) => store.getColumn(hash),
    putFile: (content) => store.putFile(content),
    filePath: (hash) => store.filePath(hash),
    has: (hash) => store.has(hash),
    remove: (hash) => store.remove(hash),
    list: () => store.list(),
    removeUnfinished: (olderThanMs) => store.removeUnfinished(olderThanMs),
    ...replaced,
  }
}
