/** What every place for documents promises: each one's test runs this suite against a real one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PipelineDocument } from '#pipeline/document.ts'
import { documentHash, documentOf } from './topology.ts'
import type { Topology } from './topology.ts'

export interface TopologyUnderTest {
  topology: Topology
  close(): Promise<void>
}

/** A document as people write it; defaults are filled in by parsing. */
export function documentNamed(id: string, name = id, config: unknown = {}): PipelineDocument {
  const nodes = [{ id: 'read', block: 'read-csv', version: 1, config }]
  return documentOf({ ecoki: 1, id, name, nodes }, {})
}

export function describeTopology(name: string, open: () => Promise<TopologyUnderTest>): void {
  describe(`${name}, as every place for documents`, () => {
    let under: TopologyUnderTest
    let topology: Topology
    beforeEach(async () => {
      under = await open()
      topology = under.topology
    })
    afterEach(() => under.close())

    it('gives back what was saved, by revision', async () => {
      const [first, second] = [documentNamed('steel', 'Stahl'), documentNamed('steel', 'Stahl II')]
      expect(await topology.save(first)).toBe(1)
      expect(await topology.save(second, 1)).toBe(2)
      expect(await topology.load('steel')).toEqual({ document: second, revision: 2 })
      expect(await topology.load('steel', 1)).toEqual({ document: first, revision: 1 })
      expect(await topology.list()).toEqual([{ id: 'steel', name: 'Stahl II', revision: 2 }])
    })

    it('keeps names and values that are awkward', async () => {
      const ids = [
        '__proto__',
        'constructor',
        '../../etc/passwd',
        '.',
        'Käse & Co 😀',
        'a/b',
        'A',
        'ß'.repeat(100),
        '"%_',
      ]
      const config = JSON.parse(
        '{"__proto__": {"a": [1e300, -1.5, "\\u2028", null, true]}, "path": "C:\\\\x"}',
      ) as unknown
      for (const id of ids) await topology.save(documentNamed(id, 'Ünïcode', config))
      expect((await topology.list()).map((item) => item.id)).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)))
      for (const id of ids) {
        const { document } = await topology.load(id)
        expect(documentHash(document)).toBe(documentHash(documentNamed(id, 'Ünïcode', config)))
        expect(JSON.stringify(document.nodes[0].config)).toContain('__proto__')
      }
    })

    it('lists versions, newest first, with the hash of the document', async () => {
      const documents = ['a', 'b', 'a'].map((title) => documentNamed('p', title))
      for (const document of documents) await topology.save(document)
      const versions = await topology.versions('p')
      expect(versions.map((version) => version.revision)).toEqual([3, 2, 1])
      expect(versions.map((version) => version.hash)).toEqual(documents.map(documentHash).reverse())
      for (const { savedAtMs } of versions) expect(Math.abs(Date.now() - savedAtMs)).toBeLessThan(60_000)
      expect(await topology.versions('unknown')).toEqual([])
    })

    it('changes nothing when the newest is saved again, also after a lost answer', async () => {
      await topology.save(documentNamed('p', 'a'))
      expect(await topology.save(documentNamed('p', 'b'), 1)).toBe(2)
      expect(await topology.save(documentNamed('p', 'b'), 1)).toBe(2)
      expect(await topology.versions('p')).toHaveLength(2)
    })

    it('refuses to save over a revision one has not seen', async () => {
      const conflict = { code: 'revision-conflict' }
      await expect(topology.save(documentNamed('p'), 1)).rejects.toMatchObject(conflict)
      await topology.save(documentNamed('p', 'a'), 0)
      await topology.save(documentNamed('p', 'b'), 1)
      await expect(topology.save(documentNamed('p', 'c'), 1)).rejects.toMatchObject({
        ...conflict,
        params: { id: 'p', expected: 1, newest: 2 },
      })
      await expect(topology.save(documentNamed('p', 'd'), 0)).rejects.toMatchObject(conflict)
      expect((await topology.load('p')).document.name).toBe('b')
    })

    it('lets one of several win who expect the same revision', async () => {
      await topology.save(documentNamed('p', 'start'))
      const saves = ['a', 'b', 'c', 'd'].map((title) => topology.save(documentNamed('p', title), 1))
      const outcomes = await Promise.allSettled(saves)
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
      expect((await topology.load('p')).revision).toBe(2)
    })

    it('keeps all of several who expect nothing, also the first ones', async () => {
      const titles = ['a', 'b', 'c', 'd']
      const revisions = await Promise.all(titles.map((title) => topology.save(documentNamed('p', title))))
      expect(revisions.toSorted()).toEqual([1, 2, 3, 4])
      for (const [index, title] of titles.entries()) {
        expect((await topology.load('p', revisions[index])).document.name).toBe(title)
      }
    })

    it('says missing for what is not there', async () => {
      const missing = { code: 'pipeline-missing' }
      await expect(topology.load('p')).rejects.toMatchObject({ ...missing, params: { id: 'p' } })
      await topology.save(documentNamed('p'))
      await expect(topology.load('p', 2)).rejects.toMatchObject({
        ...missing,
        params: { id: 'p', revision: 2 },
      })
      await expect(topology.load('P')).rejects.toMatchObject(missing)
    })
  })
}
