import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import type { TemporaryFolder } from '../temporary-folder.ts'
import { FileTopology } from './file.ts'
import { describeTopology, documentNamed } from './topology-contract.ts'

describeTopology('FileTopology', async () => {
  const folder = await makeTemporaryFolder()
  return { topology: new FileTopology(folder.path), close: folder.remove }
})

describe('FileTopology', () => {
  let folder: TemporaryFolder
  let topology: FileTopology
  beforeEach(async () => {
    folder = await makeTemporaryFolder()
    topology = new FileTopology(folder.path)
  })
  afterEach(() => folder.remove())

  async function write(name: string, text: string): Promise<void> {
    await writeFile(join(folder.path, name), text)
  }

  it('reads YAML and saves it as YAML', async () => {
    await write(
      'p.yaml',
      '# comment\necoki: 1\nid: p\nname: on\nnodes:\n  - { id: __proto__, block: lag, version: 1 }\n',
    )
    const { document, revision } = await topology.load('p')
    expect([document.name, document.nodes[0].id, revision]).toEqual(['on', '__proto__', 1])
    expect(await topology.save({ ...document, name: 'Ä: #1' }, 1)).toBe(2)
    expect((await topology.load('p')).document.name).toBe('Ä: #1')
    expect(await readFile(join(folder.path, 'p.yaml'), 'utf8')).toContain('nodes:\n')
    expect((await topology.load('p', 1)).document.name).toBe('on')
    expect((await readdir(folder.path)).sort()).toEqual(['.versions', 'p.yaml'])
  })

  it('counts a file edited by hand as the next revision, and keeps it when something else is saved', async () => {
    await topology.save(documentNamed('p', 'saved'))
    await write('p.json', JSON.stringify(documentNamed('p', 'edited')))
    expect(await topology.load('p')).toMatchObject({ revision: 2, document: { name: 'edited' } })
    await expect(topology.save(documentNamed('p', 'late'), 1)).rejects.toMatchObject({
      code: 'revision-conflict',
    })
    expect(await topology.save(documentNamed('p', 'next'), 2)).toBe(3)
    expect((await topology.load('p', 2)).document.name).toBe('edited')
    expect((await topology.versions('p')).map((version) => version.revision)).toEqual([3, 2, 1])
  })

  it.each([
    ['JSON with a mistake', 'p.json', '{"ecoki": 1,', 'document-unreadable'],
    ['JSON with a key twice', 'p.json', '{"ecoki": 1, "ecoki": 1}', 'document-unreadable'],
    [
      'JSON with a number that would be rounded',
      'p.json',
      '{"ecoki": 9007199254740993}',
      'document-unreadable',
    ],
    ['JSON with an endless number', 'p.json', `{"ecoki": ${'9'.repeat(400)}}`, 'document-unreadable'],
    [
      'YAML with a number that would be rounded',
      'p.yaml',
      'ecoki: -9007199254740993\n',
      'document-unreadable',
    ],
    ['YAML with a key twice', 'p.yaml', 'ecoki: 1\necoki: 1\n', 'document-unreadable'],
    ['YAML with a tag of its own', 'p.yaml', 'ecoki: !!js/function "x"\n', 'document-unreadable'],
    ['YAML that grows', 'p.yaml', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n', 'document-unreadable'],
    [
      'a document with an unknown key',
      'p.json',
      '{"ecoki":1,"id":"p","name":"p","nodes":[],"x":1}',
      'document-invalid',
    ],
    ['a document of another id', 'p.json', '{"ecoki":1,"id":"q","name":"q","nodes":[]}', 'document-name'],
  ])('refuses %s', async (_, name, text, code) => {
    await write(name, text)
    await expect(topology.load('p')).rejects.toMatchObject({ code })
    await expect(topology.list()).rejects.toMatchObject({ code })
  })
})
