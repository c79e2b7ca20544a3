import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentSchema } from '#pipeline/document.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import * as edit from '#pipeline/edit.ts'

const spec = { id: 'lag', version: 1 } as Parameters<typeof edit.newNode>[1]
const node = (id: string, config: Record<string, unknown> = {}) => ({ id, block: 'lag', version: 1, config })
const wire = (from: string, to: string, port = 'table') => ({
  from: { node: from, port: 'table' },
  to: { node: to, port },
})

const empty = (): PipelineDocument => documentSchema.parse({ ecoki: 1, id: 'p', name: 'P', nodes: [] })
const chain = (): PipelineDocument => ({
  ...empty(),
  nodes: [node('a'), node('b'), node('c')],
  edges: [wire('a', 'b'), wire('b', 'c')],
  accepted: [{ code: 'leak', node: 'b', reason: 'known' }],
  layout: {
    positions: { a: { x: 0, y: 0 }, b: { x: 10, y: 0 } },
    notes: [{ id: 'note', text: 'hot', x: 1, y: 2 }],
    groups: [{ id: 'g', title: 'G', nodes: ['a', 'b'] }],
  },
})

describe('nodes', () => {
  it('are named after their block and never twice', () => {
    const one = edit.addNode(empty(), edit.newNode(empty(), spec), { x: 1, y: 2 })
    const two = edit.addNode(one, edit.newNode(one, spec), { x: 3, y: 4 })
    expect(two.nodes.map((item) => item.id)).toEqual(['lag', 'lag-2'])
    expect(two.layout.positions).toEqual({ lag: { x: 1, y: 2 }, 'lag-2': { x: 3, y: 4 } })
  })

  it('leave nothing behind when they go', () => {
    const left = edit.deleteNodes(chain(), new Set(['b']))
    expect(left.edges).toEqual([])
    expect(left.accepted).toEqual([])
    expect(left.layout.positions).toEqual({ a: { x: 0, y: 0 } })
    expect(left.layout.groups).toEqual([{ id: 'g', title: 'G', nodes: ['a'] }])
  })

  it('are renamed wherever they are named', () => {
    const renamed = edit.renameNode(chain(), 'b', '__proto__')
    expect(renamed.edges).toEqual([wire('a', '__proto__'), wire('__proto__', 'c')])
    expect(renamed.accepted[0].node).toBe('__proto__')
    expect(renamed.layout.groups[0].nodes).toEqual(['a', '__proto__'])
    expect(Object.entries(renamed.layout.positions)).toContainEqual(['__proto__', { x: 10, y: 0 }])
  })

  it.each(['a', '', 'line\nbreak', 'x'.repeat(101)])('do not take the name %j', (name) => {
    const document = chain()
    expect(edit.renameNode(document, 'b', name)).toBe(document)
  })

  it('carry no mark once they are on again', () => {
    const off = edit.setDisabled(chain(), new Set(['a', 'b']), true)
    expect(off.nodes.map((item) => item.disabled)).toEqual([true, true, undefined])
    expect(edit.setDisabled(off, new Set(['a', 'b']), false)).toEqual(chain())
  })

  it('that do not move leave the document as it is', () => {
    const document = chain()
    expect(edit.moveNodes(document, new Map([['b', { x: 10, y: 0 }]]))).toBe(document)
    expect(edit.moveNodes(document, new Map([['gone', { x: 1, y: 1 }]]))).toBe(document)
  })
})

describe('wires', () => {
  it('make room for another at the same input', () => {
    const wired = edit.connect(chain(), wire('a', 'c'))
    expect(wired.edges).toEqual([wire('a', 'b'), wire('a', 'c')])
  })

  it('lead nowhere else and never to their own node', () => {
    const document = chain()
    expect(edit.connect(document, wire('a', 'gone'))).toBe(document)
    expect(edit.connect(document, wire('a', 'a'))).toBe(document)
  })

  it('take a block into their middle', () => {
    const bridge = { node: node('r'), input: 'table', output: 'table', position: { x: 5, y: 5 } }
    const bridged = edit.insertBridge(chain(), wire('a', 'b'), bridge)
    expect(bridged.edges).toEqual([wire('b', 'c'), wire('a', 'r'), wire('r', 'b')])
    expect(edit.ancestorsOf(bridged, 'c')).toEqual(new Set(['c', 'b', 'r', 'a']))
  })
})

describe('parts', () => {
  const secretSchema = () => ({
    properties: { password: { writeOnly: true }, inner: { properties: { key: { format: 'password' } } } },
  })

  it('leave secrets behind, at any depth', () => {
    const config = {
      password: 'p',
      inner: { key: 'k', host: 'h' },
      list: [{ $secret: 's' }, 1],
      token: { $secret: 't' },
    }
    const document = { ...empty(), nodes: [node('a', config)] }
    const part = edit.copyPart(document, { nodes: new Set(['a']), notes: new Set() }, secretSchema)
    expect(part.nodes[0].config).toEqual({ inner: { host: 'h' }, list: [1] })
  })

  it('bring the parameters along that are missing, and keep those that are there', () => {
    const parameters = { k: { schema: { type: 'number' }, default: 1 }, other: { schema: {}, default: 2 } }
    const from = { ...empty(), nodes: [node('a', { x: { $param: 'k' } })], parameters }
    const part = edit.copyPart(from, { nodes: new Set(['a']), notes: new Set() }, () => undefined)
    expect(edit.pastePart(empty(), part, { x: 0, y: 0 }).document.parameters).toEqual({ k: parameters.k })
    const mine = { ...empty(), parameters: { k: { schema: {}, default: 9 } } }
    expect(edit.pastePart(mine, part, { x: 0, y: 0 }).document.parameters.k.default).toBe(9)
  })

  it('go through text, and other texts are no parts', () => {
    const part = edit.copyPart(
      chain(),
      { nodes: new Set(['a', 'b']), notes: new Set(['note']) },
      () => undefined,
    )
    expect(edit.partFromText(edit.partToText(part))).toEqual(part)
    for (const text of ['', 'hello', '{"ecoki-part":1}', '{"ecoki-part"', '{"ecoki-part":2,"nodes":[]}'])
      expect(edit.partFromText(text)).toBeUndefined()
  })

  it('keep only wires among themselves, under new names', () => {
    const part = edit.copyPart(chain(), { nodes: new Set(['a', 'b']), notes: new Set() }, () => undefined)
    const { document, nodes } = edit.pastePart(chain(), part, { x: 5, y: 6 })
    expect(nodes).toEqual(['a-2', 'b-2'])
    expect(document.edges.slice(2)).toEqual([wire('a-2', 'b-2')])
    expect(document.layout.positions['b-2']).toEqual({ x: 15, y: 6 })
    expect(document.layout.groups.map((group) => group.nodes)).toEqual([
      ['a', 'b'],
      ['a-2', 'b-2'],
    ])
  })
})

const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'note', 'toString')
const names = fc.uniqueArray(name, { maxLength: 4 }).map((list) => new Set(list))
const place = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) })

type Step = (document: PipelineDocument) => PipelineDocument
const step: fc.Arbitrary<Step> = fc.oneof(
  place.map(
    (at): Step =>
      (document) =>
        edit.addNode(document, edit.newNode(document, spec), at),
  ),
  fc.tuple(name, name).map(
    ([a, b]): Step =>
      (document) =>
        edit.connect(document, wire(a, b)),
  ),
  fc.tuple(name, name).map(
    ([a, b]): Step =>
      (document) =>
        edit.disconnect(document, [wire(a, b)]),
  ),
  fc.tuple(name, name).map(
    ([a, b]): Step =>
      (document) =>
        edit.renameNode(document, a, b),
  ),
  names.map(
    (ids): Step =>
      (document) =>
        edit.deleteNodes(document, ids),
  ),
  names.map(
    (ids): Step =>
      (document) =>
        edit.setDisabled(document, ids, true),
  ),
  names.map(
    (ids): Step =>
      (document) =>
        edit.groupNodes(document, ids, 'G'),
  ),
  names.map(
    (ids): Step =>
      (document) =>
        edit.ungroupNodes(document, ids),
  ),
  names.map(
    (ids): Step =>
      (document) =>
        edit.duplicate(document, ids).document,
  ),
  fc.tuple(name, place).map(
    ([id, at]): Step =>
      (document) =>
        edit.moveNodes(document, new Map([[id, at]])),
  ),
  fc.string({ maxLength: 5 }).map(
    (text): Step =>
      (document) =>
        edit.addNote(document, text, { x: 0, y: 0 }),
  ),
)

function check(document: PipelineDocument): void {
  const ids = document.nodes.map((item) => item.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { from, to } of document.edges)
    expect([ids.includes(from.node), ids.includes(to.node)]).toEqual([true, true])
  const inputs = document.edges.map((edge) => JSON.stringify(edge.to))
  expect(new Set(inputs).size).toBe(inputs.length)
  for (const id of Object.keys(document.layout.positions)) expect(ids).toContain(id)
  const members = document.layout.groups.flatMap((group) => group.nodes)
  expect(new Set(members).size).toBe(members.length)
  expect(documentSchema.safeParse(document).success).toBe(true)
}

it('any edits leave unique names, no wire to nowhere and a document that can be stored', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let document = chain()
      for (const change of steps) {
        const before = structuredClone(document)
        const after = change(document)
        expect(document).toEqual(before)
        document = after
      }
      check(document)
    }),
    { numRuns: 300 },
  )
})

it('adding and taking away again gives the same document', () => {
  fc.assert(
    fc.property(place, (at) => {
      const document = chain()
      const added = edit.addNode(document, edit.newNode(document, spec), at)
      expect(edit.deleteNodes(added, new Set(['lag']))).toEqual(document)
      const renamed = edit.renameNode(edit.renameNode(document, 'b', 'z'), 'z', 'b')
      expect(renamed).toEqual(document)
    }),
  )
})
