/** What every store promises: each store's test runs this suite against a real one. */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ColumnData } from '#pipeline/table.ts'
import { anyColumn, meaningOf } from './column-cases.ts'
import { hashColumn } from './column-hash.ts'
import type { Store } from './store.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

const unknown = 'f'.repeat(64)
const sample: ColumnData = { type: 'number', values: Float64Array.of(1, 2.5, -0) }

export function describeStore(name: string, makeStore: (folder: string) => Store): void {
  describe(`${name}, as every store`, () => {
    let folder: TemporaryFolder
    let store: Store
    beforeEach(async () => {
      folder = await makeTemporaryFolder()
      store = makeStore(join(folder.path, 'store'))
    })
    afterEach(() => folder.remove())

    it('gives back every column as it was, on SharedArrayBuffers', async () => {
      await fc.assert(
        fc.asyncProperty(anyColumn, async (column) => {
          const { hash } = await store.putColumn(column)
          const found = await store.getColumn(hash)
          expect(found.type).toBe(column.type)
          expect(meaningOf(found)).toEqual(meaningOf(column))
          for (const array of [found.values, found.missing, found.quality]) {
            if (array) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer)
          }
        }),
        { numRuns: 60 },
      )
    })

    it('names a column by its content and a file by its bytes', async () => {
      const hashed = await hashColumn(sample)
      expect(await store.putColumn(sample)).toEqual({ hash: hashed.hash, bytes: 24 })
      const content = Buffer.from('Zeit;Wert\n')
      const hash = createHash('sha256').update(content).digest('hex')
      expect(await store.putFile(content)).toEqual({ hash, bytes: 10 })
    })

    it('gives back files, put as bytes or from a path', async () => {
      const content = Buffer.alloc(3_000_000, 'plant ')
      const path = join(folder.path, 'upload.csv')
      await writeFile(path, content)
      const fromPath = await store.putFile({ path })
      expect(await store.putFile(content)).toEqual(fromPath)
      expect(content.equals(await readFile(await store.filePath(fromPath.hash)))).toBe(true)
      expect((await store.putFile(new Uint8Array(0))).bytes).toBe(0)
    })

    it('hashes first and writes later, so that a reference can be taken in between', async () => {
      const hashed = await store.hashColumn(sample)
      expect(await store.has(hashed.hash)).toBe(false)
      await store.putHashedColumn(hashed)
      expect(await store.has(hashed.hash)).toBe(true)
    })

    it('takes the same column and file twice, also from several writers at once', async () => {
      const puts = Array.from({ length: 8 }, () => store.putColumn(sample))
      const files = Array.from({ length: 8 }, () => store.putFile(Buffer.from('same')))
      const stored = await Promise.all([...puts, ...files])
      expect(new Set(stored.map((object) => object.hash)).size).toBe(2)
      expect(await addresses(store)).toEqual([...new Set(stored.map((object) => object.hash))].sort())
    })

    it('says missing for what is not here, and for a file where a column is asked for', async () => {
      const missing = { code: 'object-missing' }
      const { hash } = await store.putFile(Buffer.from('a file'))
      await expect(store.getColumn(unknown)).rejects.toMatchObject({ ...missing, params: { hash: unknown } })
      await expect(store.getColumn(hash)).rejects.toMatchObject(missing)
      await expect(store.filePath(unknown)).rejects.toMatchObject(missing)
      expect(await store.has(unknown)).toBe(false)
    })

    it('keeps a column apart from a file that holds the very bytes the column was hashed from', async () => {
      const bytes = Buffer.concat([
        Buffer.from('ecoki column 1\nnumber 3  \n'),
        Buffer.from(sample.values.buffer),
      ])
      const file = await store.putFile(bytes)
      const column = await store.putColumn(sample)
      expect(file.hash).toBe(column.hash)
      expect((await store.getColumn(column.hash)).values).toEqual(sample.values)
      expect(await addresses(store)).toEqual([column.hash])
    })

    it('lists what it holds with the time of the last put, and removes it', async () => {
      // File systems stamp with a clock that moves in steps.
      const before = Date.now() - 100
      const column = await store.putColumn(sample)
      const file = await store.putFile(Buffer.from('a file'))
      expect(await addresses(store)).toEqual([column.hash, file.hash].sort())
      for await (const object of store.list()) {
        expect(object.writtenAtMs).toBeGreaterThanOrEqual(before)
        expect(object.bytes).toBeGreaterThan(0)
      }
      await store.remove(column.hash)
      await store.remove(unknown)
      expect(await addresses(store)).toEqual([file.hash])
      expect(await store.has(column.hash)).toBe(false)
      await expect(store.getColumn(column.hash)).rejects.toMatchObject({ code: 'object-missing' })
    })

    it('has no unfinished writes when all went well', async () => {
      await store.putColumn(sample)
      expect(await store.removeUnfinished(0)).toBe(0)
    })
  })
}

export async function addresses(store: Store): Promise<string[]> {
  const found: string[] = []
  for await (const object of store.list()) found.push(object.hash)
  return found.sort()
}
