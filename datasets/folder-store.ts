import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '#pipeline/domain-error.ts'
import { release } from '#pipeline/lazy-table.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { decodeColumn, encodeColumn } from './column-codec.ts'
import { hashColumn } from './column-hash.ts'
import type { HashedColumn } from './column-hash.ts'
import { hashBytes, hashFile } from './file-hash.ts'
import {
  ObjectFiles,
  namesIn,
  objectsIn,
  readShared,
  readWhole,
  temporaryIn,
  unlessAbsent,
} from './object-files.ts'
import type { Store, StoredObject } from './store.ts'
import { objectDamaged, objectMissing } from './store-errors.ts'

const columnSuffix = '.arrow'

/**
 * A store in a folder: objects/ab/cdef... for files, objects/ab/cdef....arrow for columns. Several processes may
 * use one folder at the same time. What is here already is not written again, but each process checks it once, and
 * replaces it when it is damaged.
 */
export class FolderStore implements Store {
  readonly #root: string
  readonly #columns: ObjectFiles
  readonly #files: ObjectFiles

  constructor(root: string) {
    this.#root = root
    this.#columns = new ObjectFiles({ root, suffix: columnSuffix, isIntact: isIntactColumn })
    this.#files = new ObjectFiles({ root, suffix: '', isIntact: isIntactFile })
  }

  hashColumn(column: ColumnData): Promise<HashedColumn> {
    return hashColumn(column)
  }

  async putColumn(column: ColumnData): Promise<StoredObject> {
    return this.putHashedColumn(await hashColumn(column))
  }

  async putHashedColumn(hashed: HashedColumn): Promise<StoredObject> {
    const { hash, bytes } = hashed
    if (!(await this.#columns.keep(hash))) {
      const pieces = await encodeColumn(hashed)
      await this.#columns.write(async (file) => {
        await file.writeFile(pieces)
        return hash
      })
    }
    return { hash, bytes }
  }

  async getColumn(hash: string): Promise<ColumnData> {
    const file = await readShared(this.#columns.path(hash))
    if (!file) throw objectMissing(hash)
    return decodeColumn(file, hash)
  }

  async putFile(content: Uint8Array | { path: string }): Promise<StoredObject> {
    const known = content instanceof Uint8Array ? hashBytes(content) : await hashFile(content.path)
    if (await this.#files.keep(known.hash)) return known
    let written = known
    await this.#files.write(async (file) => {
      if (content instanceof Uint8Array) await file.writeFile(content)
      // It may have changed since it was hashed: what is copied decides.
      else written = await hashFile(content.path, (piece) => file.writeFile(piece))
      return written.hash
    })
    return written
  }

  async filePath(hash: string): Promise<string> {
    const state = await this.#files.check(hash)
    if (state === 'absent') throw objectMissing(hash)
    if (state === 'damaged') throw objectDamaged(hash, 'content')
    return this.#files.path(hash)
  }

  async has(hash: string): Promise<boolean> {
    return (await this.#columns.has(hash)) || (await this.#files.has(hash))
  }

  async remove(hash: string): Promise<void> {
    await this.#columns.remove(hash)
    await this.#files.remove(hash)
  }

  async *list(): AsyncGenerator<StoredObject & { writtenAtMs: number }> {
    for (const folder of await namesIn(objectsIn(this.#root))) {
      const names = await namesIn(join(objectsIn(this.#root), folder))
      for (const name of new Set(names.map((found) => found.replace(columnSuffix, '')))) {
        const object = await this.#describe(folder + name)
        if (object) yield object
      }
    }
  }

  async removeUnfinished(olderThanMs: number): Promise<number> {
    let removed = 0
    for (const name of await namesIn(temporaryIn(this.#root))) {
      const path = join(temporaryIn(this.#root), name)
      const found = await unlessAbsent(stat(path))
      if (!found || Date.now() - found.mtimeMs < olderThanMs) continue
      await rm(path, { force: true })
      removed++
    }
    return removed
  }

  async #describe(hash: string): Promise<(StoredObject & { writtenAtMs: number }) | undefined> {
    const paths = [this.#columns.path(hash), this.#files.path(hash)]
    const found = (await Promise.all(paths.map((path) => unlessAbsent(stat(path))))).filter(
      (one) => one !== undefined,
    )
    if (found.length === 0) return undefined
    const bytes = found.reduce((sum, one) => sum + one.size, 0)
    return { hash, bytes, writtenAtMs: Math.max(...found.map((one) => one.mtimeMs)) }
  }
}

async function isIntactColumn(path: string, hash: string): Promise<boolean> {
  const file = await readWhole(path, (bytes) => new ArrayBuffer(bytes))
  if (!file) return false
  try {
    return await decodeColumn(file, hash).then(() => true, falseIfDamaged)
  } finally {
    release(file)
  }
}

function falseIfDamaged(error: unknown): boolean {
  if (error instanceof DomainError) return false
  throw error
}

async function isIntactFile(path: string, hash: string): Promise<boolean> {
  return (await unlessAbsent(hashFile(path)))?.hash === hash
}
