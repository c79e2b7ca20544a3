/** What a block may do outside itself, over a store, a scratch folder and the historian. */
import { basename, join } from 'node:path'
import type pg from 'pg'
import type { BlockData } from '#blocks/block.ts'
import type { Store } from './store.ts'

export interface BlockDataParts {
  store: Store
  scratchDir: string
  historian: { pool: pg.Pool; projectId: string }
}

export function makeBlockData({ store, scratchDir }: BlockDataParts): BlockData {
  return {
    localPath: (file) => store.filePath(file.hash),
    async writeFile(file) {
      const { hash, bytes } = await store.putFile('content' in file ? file.content : { path: file.path })
      return { hash, bytes, name: file.name, mime: file.mime }
    },
    scratchPath: (name) => join(scratchDir, basename(name)),
    readHistorian: () => Promise.reject(new Error('no historian yet')),
    writeHistorian: () => Promise.reject(new Error('no historian yet')),
  }
}
