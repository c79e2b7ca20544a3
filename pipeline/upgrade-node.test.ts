import { expect, it } from 'vitest'
import { z } from 'zod'
import { defineBlock, makeCatalog } from './block-spec.ts'
import { catalog, source } from './small-blocks.fixture.ts'
import { documentSchema } from './document.ts'
import { upgradeNode as upgradeInDocument } from './edit.ts'
import { upgradeNode } from './upgrade-node.ts'

const smoothing = defineBlock({
  spec: { ...source.spec, id: 'smooth' },
  config: z.strictObject({ rows: z.number().default(3) }),
  outputs: () => ({}),
})
const newer = defineBlock({
  spec: {
    ...smoothing.spec,
    version: 2,
    outputs: [
      ...source.spec.outputs,
      { name: 'rest', title: { de: 'Rest', en: 'Rest' }, type: 'table' as const },
    ],
  },
  config: z.strictObject({ window: z.string().regex(/^\d+ rows$/) }),
  outputs: () => ({}),
  up: (old) => ({ window: `${(old as { rows: number }).rows} rows` }),
})
const both = makeCatalog([smoothing, newer])
const node = { id: 'a', block: 'smooth', version: 1, config: { rows: 5 } }

it('shows what the newest version would change, with the config taken over', () => {
  expect(upgradeNode(node, both)).toEqual({
    from: 1,
    to: 2,
    config: { window: '5 rows' },
    settings: [
      { name: 'rows', before: 5, after: undefined },
      { name: 'window', before: undefined, after: '5 rows' },
    ],
    ports: { removed: [], added: ['out rest: table'] },
  })
})

it('has nothing to offer for the newest, for unknown blocks, and where the config cannot be taken over', () => {
  expect(upgradeNode({ ...node, version: 2 }, both)).toBeUndefined()
  expect(upgradeNode({ ...node, block: 'gone' }, both)).toBeUndefined()
  expect(upgradeNode({ ...node, config: {} }, both)).toBeUndefined()
  expect(upgradeNode({ ...node, block: 'source', config: {} }, catalog)).toBeUndefined()
})

it('is one edit: version, settings, and the wires of ports that are gone', () => {
  const third = defineBlock({
    spec: {
      ...newer.spec,
      version: 3,
      outputs: [{ name: 'smooth', title: { de: 'Glatt', en: 'Smooth' }, type: 'table' as const }],
    },
    config: newer.config,
    outputs: () => ({}),
    up: () => ({ window: '7 rows' }),
  })
  const name = source.spec.outputs[0].name
  const wire = (port: string) => ({ from: { node: 'a', port }, to: { node: 'b', port: 'table' } })
  const document = documentSchema.parse({
    ...{ ecoki: 1, id: 'p', name: 'P' },
    nodes: [node, { id: 'b', block: 'other', version: 1, config: {} }],
    edges: [wire(name)],
  })
  const kept = upgradeInDocument(document, 'a', upgradeNode(node, both)!)
  expect(kept.nodes[0]).toEqual({ ...node, version: 2, config: { window: '5 rows' } })
  expect(kept.edges).toEqual([wire(name)])
  const catalogOfThree = makeCatalog([smoothing, newer, third])
  const lost = upgradeInDocument(document, 'a', upgradeNode(node, catalogOfThree)!)
  expect(lost.nodes[0]).toMatchObject({ version: 3, config: { window: '7 rows' } })
  expect(lost.edges).toEqual([])
  expect(document.nodes[0].version).toBe(1)
  expect(upgradeInDocument(document, 'gone', upgradeNode(node, both)!)).toBe(document)
})
