import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdir, realpath } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import type pg from 'pg'
import type { BlockData } from '#blocks/block.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { ArchiveReader } from './archive/archive-reader.ts'
import { readHistorian, writeHistorian } from './historian.ts'
import type { Store } from './store.ts'

export interface BlockDataOptions {
  store: Store
  /** A folder of this attempt alone, made when it is needed; whoever named it removes it. */
  scratchDir: string
  historian: { pool: pg.Pool; projectId: string; archive?: ArchiveReader }
}

/**
 * The only way out of a block. Files come from the store and go there, never from or to any other place:
 * writeFile refuses a path outside the scratch folder with 'path-outside-scratch', also through a link.
 */
export function makeBlockData({ store, scratchDir, historian }: BlockDataOptions): BlockData {
  const { pool, projectId } = historian
  return {
    localPath: (file) => store.filePath(file.hash),
    async writeFile(file) {
      const content = 'content' in file ? file.content : { path: await pathInside(scratchDir, file.path) }
      const { hash, bytes } = await store.putFile(content)
      return { hash, bytes, name: plainName(file.name), mime: file.mime }
    },
    scratchPath(name) {
      const folder = join(scratchDir, randomUUID())
      mkdirSync(folder, { recursive: true })
      return join(folder, plainName(name))
    },
    readHistorian: (query) => readHistorian(historian, projectId, query),
    writeHistorian: (samples) => writeHistorian(pool, projectId, samples),
  }
}

async function pathInside(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const [real, allowed] = [await realpath(path), await realpath(folder)]
  if (!real.startsWith(allowed + sep)) throw new DomainError('path-outside-scratch', { name: basename(path) })
  return real
}

/** A name that is one name on every system: no folders, no control characters, at most 200 bytes, its ending kept. */
function plainName(name: string): string {
  const base = name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/[\u0000-\u001f]/g, '_')
  let short = base.toWellFormed()
  while (Buffer.byteLength(short) > 200) short = short.slice(1)
  return short === '' || short === '.' || short === '..' ? 'file' : short.toWellFormed()
}
