import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readdir, rename, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ColumnData } from '#pipeline/table.ts'
import { FolderStore } from './folder-store.ts'
import { addresses, describeStore } from './store-contract.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

describeStore('FolderStore', (folder) => new FolderStore(folder))

const sample: ColumnData = {
  type: 'text',
  values: Int32Array.of(0, 1, 0, 0),
  dictionary: ['an', 'aus'],
  missing: Uint8Array.of(0b1000),
  quality: Uint8Array.of(0, 1, 2, 0),
}

let folder: TemporaryFolder
let store: FolderStore
beforeEach(async () => {
  folder = await makeTemporaryFolder()
  store = new FolderStore(folder.path)
})
afterEach(() => folder.remove())

function pathOf(hash: string, suffix = ''): string {
  return join(folder.path, 'objects', hash.slice(0, 2), hash.slice(2) + suffix)
}

async function flipBit(path: string, position: number): Promise<void> {
  const file = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, position)
  byte[0] ^= 1
  await file.write(byte, 0, 1, position)
  await file.close()
}

describe('FolderStore on a damaged disk', () => {
  it('finds a flipped bit anywhere in the file before it can do harm', async () => {
    const { hash } = await store.putColumn(sample)
    const path = pathOf(hash, '.arrow')
    const { size } = await stat(path)
    for (let position = 0; position < size; position += 3) {
      await flipBit(path, position)
      await expect(store.getColumn(hash)).rejects.toMatchObject({ code: 'object-damaged', params: { hash } })
      await flipBit(path, position)
    }
    expect((await store.getColumn(hash)).dictionary).toEqual(sample.dictionary)
  })

  it('finds an intact file in the place of another', async () => {
    const [one, other] = [
      await store.putColumn(sample),
      await store.putColumn({ ...sample, quality: undefined }),
    ]
    await rename(pathOf(one.hash, '.arrow'), pathOf(other.hash, '.arrow'))
    await expect(store.getColumn(other.hash)).rejects.toMatchObject({ code: 'object-damaged' })
  })

  it('says damaged for a column or file that was cut off, and heals it when it is put again', async () => {
    const column = await store.putColumn(sample)
    const file = await store.putFile(Buffer.from('the whole file'))
    await truncate(pathOf(column.hash, '.arrow'), 100)
    await truncate(pathOf(file.hash), 5)
    const damaged = { code: 'object-damaged' }
    await expect(store.getColumn(column.hash)).rejects.toMatchObject(damaged)
    await expect(store.filePath(file.hash)).rejects.toMatchObject(damaged)
    await store.putColumn(sample)
    await store.putFile(Buffer.from('the whole file'))
    expect((await store.getColumn(column.hash)).dictionary).toEqual(['an', 'aus'])
    expect(await store.filePath(file.hash)).toBe(pathOf(file.hash))
  })

  it('refuses what is no address, so that no path can be smuggled in', async () => {
    for (const hash of ['', '../../etc/passwd', 'F'.repeat(64), `${'f'.repeat(64)}/..`]) {
      await expect(store.getColumn(hash)).rejects.toThrow(RangeError)
      await expect(store.filePath(hash)).rejects.toThrow(RangeError)
    }
  })
})

describe('FolderStore when a writer dies', () => {
  it('ignores half-written files and removes them when they are old', async () => {
    const { hash } = await store.putColumn(sample)
    await writeFile(join(folder.path, 'tmp', '1-half'), 'ARROW1')
    expect(await addresses(store)).toEqual([hash])
    expect(await store.removeUnfinished(60_000)).toBe(0)
    expect(await store.removeUnfinished(0)).toBe(1)
    expect(await readdir(join(folder.path, 'tmp'))).toEqual([])
  })

  it('leaves nothing half when the writer is killed at any time', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 6; round++) {
      const child = startWriter('for (let k = 0; ; k++) await put(k)')
      await once(child.stdout, 'data')
      setTimeout(() => child.kill('SIGKILL'), round * 7)
      await once(child, 'exit')
    }
    const written = await addresses(store)
    expect(written.length).toBeGreaterThan(0)
    for (const hash of written) expect((await store.getColumn(hash)).values.length).toBe(50_000)
  })

  it('leaves nothing half when there is no room', async () => {
    const child = startWriter('await put(0).catch((error) => console.log(error.code))', 'ulimit -f 100')
    const [output] = (await once(child.stdout, 'data')) as [Buffer]
    await once(child, 'exit')
    expect(output.toString().trim()).toBe('EFBIG')
    expect(await addresses(store)).toEqual([])
    expect(await readdir(join(folder.path, 'tmp'))).toEqual([])
  })
})

/** A process that puts columns of 50,000 rows; says so after each. */
function startWriter(script: string, before = ':') {
  const program = `
    import { FolderStore } from ${JSON.stringify(join(import.meta.dirname, 'folder-store.ts'))}
    const store = new FolderStore(${JSON.stringify(folder.path)})
    const put = async (k) => {
      await store.putColumn({ type: 'number', values: Float64Array.from({ length: 50_000 }, (_, row) => row * k) })
      console.log('put', k)
    }
    ${script}`
  const command = `${before}; exec "${process.execPath}" --input-type=module-typescript -e "$0"`
  return spawn('sh', ['-c', command, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  })
}
