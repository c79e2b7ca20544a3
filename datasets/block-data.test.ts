import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BlockData } from '#blocks/block.ts'
import { fileRefSchema } from '#pipeline/file-ref.ts'
import { makeBlockData } from './block-data.ts'
import { FolderStore } from './folder-store.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import type { TemporaryFolder } from './temporary-folder.ts'

let folder: TemporaryFolder
let data: BlockData
let scratchDir: string

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  scratchDir = join(folder.path, 'scratch')
  await mkdir(scratchDir)
  // The historian has its own tests; this pool never connects.
  const historian = { pool: new pg.Pool(), projectId: '00000000-0000-7000-8000-000000000001' }
  data = makeBlockData({ store: new FolderStore(join(folder.path, 'store')), scratchDir, historian })
})
afterEach(() => folder.remove())

it('takes bytes and scratch files into the store and gives their paths', async () => {
  const path = data.scratchPath('table.csv')
  await writeFile(path, 'a;b\n')
  const fromPath = await data.writeFile({ name: 'table.csv', mime: 'text/csv', path })
  const fromBytes = await data.writeFile({
    name: 'other.csv',
    mime: 'text/csv',
    content: Buffer.from('a;b\n'),
  })
  expect(fromPath).toEqual({ ...fromBytes, name: 'table.csv' })
  expect(fileRefSchema.parse(fromPath).bytes).toBe(4)
  expect(await readFile(await data.localPath(fromPath), 'utf8')).toBe('a;b\n')
})

it('makes a new path inside the scratch folder each time, whatever the name', async () => {
  const names = [
    'a.csv',
    'a.csv',
    '../../etc/passwd',
    '..',
    '.',
    '',
    '/abs',
    'c:\\x\\y.csv',
    'a\0b',
    `${'ä'.repeat(300)}.csv`,
  ]
  const paths = names.map((name) => data.scratchPath(name))
  expect(new Set(paths).size).toBe(names.length)
  for (const path of paths) {
    expect(dirname(dirname(path))).toBe(scratchDir)
    await writeFile(path, '')
  }
  expect(paths[2].endsWith(`${sep}passwd`)).toBe(true)
  expect(paths[7].endsWith(`${sep}y.csv`)).toBe(true)
  expect(paths[9].endsWith('ä.csv')).toBe(true)
})

it('refuses a file outside the scratch folder, also through a link', async () => {
  const secret = join(folder.path, 'secret')
  await writeFile(secret, 'key')
  const link = data.scratchPath('link')
  await symlink(secret, link)
  for (const path of [secret, link, join(scratchDir, '..', 'secret')]) {
    await expect(data.writeFile({ name: 'x', mime: 'text/plain', path })).rejects.toMatchObject({
      code: 'path-outside-scratch',
    })
  }
})
