import { describe, expect, it } from 'vitest'
import { diffDocuments, diffValues, documentDiffSchema } from './document-diff.ts'
import { documentSchema } from './document.ts'
import type { PipelineDocument } from './document.ts'

const base = {
  ecoki: 1,
  id: 'p',
  name: 'Plant',
  parameters: { rows: { schema: { type: 'integer' }, default: 5 } },
  nodes: [
    { id: 'read', block: 'read-csv', version: 1, config: { file: 'a.csv', dialect: { separator: ';' } } },
    { id: 'lag', block: 'lag', version: 1, config: { rows: 1 } },
  ],
  edges: [{ from: { node: 'read', port: 'table' }, to: { node: 'lag', port: 'table' } }],
  accepted: [{ code: 'leak', node: 'lag', reason: 'known' }],
  layout: { positions: { read: { x: 0, y: 0 } }, notes: [{ id: 'n', text: 'hello', x: 1, y: 1 }] },
}

function document(change: (draft: typeof base) => void = () => undefined): PipelineDocument {
  const draft = structuredClone(base)
  change(draft)
  return documentSchema.parse(draft)
}

describe('the difference of two documents', () => {
  it('is none for the same content in another order', () => {
    const other = document((draft) => {
      draft.nodes.reverse()
      draft.nodes[1].config = { dialect: { separator: ';' }, file: 'a.csv' }
      draft.id = 'copy'
    })
    expect(diffDocuments(document(), other)).toMatchObject({ isSame: true, sameMeaning: true })
  })

  it('names nodes and edges that are new, gone and changed', () => {
    const after = document((draft) => {
      draft.nodes = [
        { ...draft.nodes[0], config: { file: 'b.csv', dialect: { header: true } as never } },
        { id: 'sum', block: 'sum', version: 2, config: {} as never },
      ]
      draft.edges[0].to.node = 'sum'
    })
    const diff = diffDocuments(document(), after)
    expect(diff.nodes.added.map((node) => node.id)).toEqual(['sum'])
    expect(diff.nodes.removed.map((node) => node.id)).toEqual(['lag'])
    expect(diff.nodes.changed).toEqual([
      {
        node: 'read',
        fields: [
          { kind: 'added', path: ['config', 'dialect', 'header'], after: true },
          { kind: 'removed', path: ['config', 'dialect', 'separator'], before: ';' },
          { kind: 'changed', path: ['config', 'file'], before: 'a.csv', after: 'b.csv' },
        ],
      },
    ])
    expect(diff.edges.added.map((edge) => edge.to.node)).toEqual(['sum'])
    expect(diff.edges.removed.map((edge) => edge.to.node)).toEqual(['lag'])
    expect(diff).toMatchObject({ isSame: false, sameMeaning: false })
  })

  it('tells a new name and layout from a new meaning', () => {
    const after = document((draft) => {
      draft.name = 'Works'
      draft.layout.positions.read.x = 9
      draft.layout.notes = []
    })
    expect(diffDocuments(document(), after)).toMatchObject({
      isSame: false,
      sameMeaning: true,
      settings: [{ kind: 'changed', path: ['name'], before: 'Plant', after: 'Works' }],
      layout: { moved: ['read'], notes: ['n'], groups: [] },
    })
    const streaming = document((draft) => Object.assign(draft, { mode: 'streaming' }))
    expect(diffDocuments(document(), streaming).sameMeaning).toBe(false)
  })

  it('names parameters and accepted warnings', () => {
    const after = document((draft) => {
      draft.parameters.rows.default = 6
      Object.assign(draft.parameters, { days: { schema: {}, default: 1 } })
      draft.accepted = []
    })
    const diff = diffDocuments(document(), after)
    expect(diff.parameters.added).toEqual([{ name: 'days', parameter: { schema: {}, default: 1 } }])
    expect(diff.parameters.changed).toEqual([
      { name: 'rows', fields: [{ kind: 'changed', path: ['default'], before: 5, after: 6 }] },
    ])
    expect(diff.accepted.removed).toEqual(base.accepted)
  })

  it('counts copies: a second edge or node of the same name is an addition', () => {
    const after = document((draft) => {
      draft.edges.push(draft.edges[0])
      draft.nodes.push(draft.nodes[1])
    })
    const diff = diffDocuments(document(), after)
    expect([diff.edges.added.length, diff.nodes.added.length, diff.nodes.changed.length]).toEqual([1, 1, 0])
  })

  it('is its own mirror image, and data', () => {
    const after = document((draft) => (draft.nodes[1].config = { rows: 2, as: 'x' } as never))
    const [there, back] = [diffDocuments(document(), after), diffDocuments(after, document())]
    expect(back.nodes.changed[0].fields.map(({ kind, path }) => [kind, path[1]])).toEqual([
      ['removed', 'as'],
      ['changed', 'rows'],
    ])
    expect(documentDiffSchema.parse(JSON.parse(JSON.stringify(there)))).toEqual(there)
  })

  it('takes awkward names as plain members', () => {
    const odd = JSON.parse('{"__proto__": 1, "constructor": {"x": null}}') as unknown
    expect(diffValues({}, odd).map(({ path }) => path)).toEqual([['__proto__'], ['constructor']])
    expect(diffValues(odd, odd)).toEqual([])
    expect(diffValues([1, 2], [1, 3])).toEqual([{ kind: 'changed', path: [], before: [1, 2], after: [1, 3] }])
    expect(diffValues(null, 0)).toEqual([{ kind: 'changed', path: [], before: null, after: 0 }])
  })
})
