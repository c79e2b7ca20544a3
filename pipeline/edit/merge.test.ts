import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentSchema } from '#pipeline/document.ts'
import * as edit from '#pipeline/edit.ts'
import { mergeDocuments } from './merge.ts'

const node = (id: string, config: Record<string, unknown> = {}) => ({ id, block: 'lag', version: 1, config })
const wire = (from: string, to: string) => ({
  from: { node: from, port: 'table' },
  to: { node: to, port: 'table' },
})
const base = documentSchema.parse({
  ecoki: 1,
  id: 'p',
  name: 'P',
  nodes: [node('a'), node('b'), node('c')],
  edges: [wire('a', 'b')],
})
const ids = (document: typeof base) => document.nodes.map((item) => item.id).sort()

describe('merging', () => {
  it('takes what each side did elsewhere', () => {
    const mine = edit.addNode(edit.setConfig(base, 'a', { lags: [2] }), node('m'), { x: 1, y: 1 })
    const theirs = edit.deleteNodes(edit.setConfig(base, 'b', { lags: [3] }), new Set(['c']))
    const { document, conflicts } = mergeDocuments({ base, mine, theirs })
    expect(conflicts).toEqual([])
    expect(ids(document)).toEqual(['a', 'b', 'm'])
    expect(document.nodes.find(({ id }) => id === 'a')?.config).toEqual({ lags: [2] })
    expect(document.nodes.find(({ id }) => id === 'b')?.config).toEqual({ lags: [3] })
    expect(document.edges).toEqual([wire('a', 'b')])
  })

  it('tells what both changed differently, and keeps mine', () => {
    const mine = edit.renamePipeline(edit.setConfig(base, 'a', { lags: [2] }), 'Mine')
    const theirs = edit.renamePipeline(edit.setConfig(base, 'a', { lags: [3] }), 'Theirs')
    const { document, conflicts } = mergeDocuments({ base, mine, theirs })
    expect(conflicts).toEqual([
      { kind: 'node', name: 'a' },
      { kind: 'name', name: '' },
    ])
    expect([document.name, document.nodes[0].config]).toEqual(['Mine', { lags: [2] }])
  })

  it('tells of a node that one changed and the other deleted', () => {
    const mine = edit.deleteNodes(base, new Set(['c']))
    const theirs = edit.setConfig(base, 'c', { lags: [9] })
    expect(mergeDocuments({ base, mine, theirs }).conflicts).toEqual([{ kind: 'node', name: 'c' }])
  })

  it('gives an input one source, and tells of the other', () => {
    const mine = edit.connect(base, wire('a', 'c'))
    const theirs = edit.connect(base, wire('b', 'c'))
    const { document, conflicts } = mergeDocuments({ base, mine, theirs })
    expect(document.edges).toEqual([wire('a', 'b'), wire('a', 'c')])
    expect(conflicts).toEqual([{ kind: 'wire', name: 'c.table' }])
  })

  it('leaves out wires to what the other side deleted', () => {
    const mine = edit.connect(base, wire('b', 'c'))
    const theirs = edit.deleteNodes(base, new Set(['c']))
    expect(mergeDocuments({ base, mine, theirs }).document.edges).toEqual([wire('a', 'b')])
  })
})

const change = fc.oneof(
  fc.constantFrom('a', 'b', 'c').map((id) => (d: typeof base) => edit.deleteNodes(d, new Set([id]))),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3)).map(
    ([id, lag]) =>
      (d: typeof base) =>
        edit.setConfig(d, id, { lags: [lag] }),
  ),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b', 'c')).map(
    ([a, b]) =>
      (d: typeof base) =>
        edit.connect(d, wire(a, b)),
  ),
)

it('with one side unchanged is the other side; and always a document without loose ends', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.array(change, { maxLength: 6 }), (my, their) => {
      const mine = my.reduce((document, step) => step(document), base)
      const theirs = their.reduce((document, step) => step(document), base)
      expect(mergeDocuments({ base, mine, theirs: base })).toEqual({ document: mine, conflicts: [] })
      const { document } = mergeDocuments({ base, mine, theirs })
      const names = ids(document)
      for (const { from, to } of document.edges)
        expect([from.node, to.node].every((id) => names.includes(id))).toBe(true)
      const inputs = document.edges.map(({ to }) => JSON.stringify(to))
      expect(new Set(inputs).size).toBe(inputs.length)
    }),
  )
})
