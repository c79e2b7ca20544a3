import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { lineage } from './lineage.ts'
import type { Plan } from './plan.ts'
import { segmentPlan } from './segment.ts'
import { catalog, pipeline, plantTable, reader } from './small-blocks.fixture.ts'
import { validate } from './validate.ts'

interface Editable {
  nodes: { id: string; block: string; version: number; config: Record<string, unknown>; disabled?: boolean }[]
  edges: { from: { node: string; port: string }; to: { node: string; port: string } }[]
  [key: string]: unknown
}

/** Two readers, three branches, a merge, a fit and a sink; one parameter. */
function station(): Editable {
  const nodes = [
    reader,
    { ...reader, id: 'again', config: { schema: plantTable, seed: 1 } },
    { id: 'lag', block: 'lag', config: { column: 'power', rows: { $param: 'rows' }, as: 'before' } },
    { id: 'p', block: 'pass', config: { label: 'x' } },
    { id: 'm', block: 'merge' },
    { id: 'fit', block: 'fit', config: { target: 'power', features: ['temperature'] } },
    { id: 'sink', block: 'sink' },
  ]
  const wires = [
    'read.table>lag.table',
    'again.table>p.table',
    'lag.table>m.left',
    'p.table>m.right',
    'm.table>fit.table',
    'm.table>sink.table',
  ]
  return pipeline(nodes, wires, {
    parameters: { rows: { schema: { type: 'integer' }, default: 2 } },
  }) as unknown as Editable
}

function planOf(document: unknown, parameters?: Record<string, unknown>): Plan {
  const { plan, issues } = compile(document, catalog, { parameters })
  if (!plan) throw new Error(JSON.stringify(issues))
  return plan
}

function changed(change: (document: Editable) => void): Editable {
  const document = structuredClone(station())
  change(document)
  return document
}

describe('compile', () => {
  test('orders by level, then id; inputs by port; config parsed with parameters', () => {
    const plan = planOf(station(), { rows: 4 })
    expect(plan.nodes.map((node) => [node.id, node.level])).toEqual([
      ['again', 0],
      ['read', 0],
      ['lag', 1],
      ['p', 1],
      ['m', 2],
      ['fit', 3],
      ['sink', 3],
    ])
    expect(plan.nodes[2].config).toEqual({ column: 'power', rows: 4, as: 'before' })
    expect(plan.nodes[4].inputs).toEqual([
      { port: 'left', from: { node: 'lag', port: 'table' } },
      { port: 'right', from: { node: 'p', port: 'table' } },
    ])
    expect(plan.parameters).toEqual({ rows: 4 })
    expect(plan.nodes[5].outputs.model).toMatchObject({ type: 'model', method: 'fit' })
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  test('no plan while there is an error, a plan beside warnings', () => {
    expect(
      compile(
        changed((d) => (d.nodes[3].block = 'zzz')),
        catalog,
      ).plan,
    ).toBeUndefined()
    const alone = compile(pipeline([reader]), catalog)
    expect([alone.plan?.nodes.length, alone.issues.length]).toEqual([1, 1])
  })

  test('disabled nodes and what needs them are not in the plan', () => {
    const plan = planOf(changed((d) => (d.nodes[5].disabled = true)))
    expect(plan.nodes.map((node) => node.id)).toEqual(['again', 'read', 'lag', 'p', 'm', 'sink'])
    expect(plan.planHash).toBe(planOf(changed((d) => d.nodes.splice(5, 1) && d.edges.splice(4, 1))).planHash)
  })

  test('neither the order of the document nor its layout matters', () => {
    const { plan, issues } = compile(station(), catalog)
    fc.assert(
      fc.property(shuffled(station().nodes), shuffled(station().edges), fc.integer(), (nodes, edges, x) => {
        const layout = {
          positions: { read: { x, y: 0 } },
          notes: [{ id: 'n', text: 'note', x, y: 1 }],
          groups: [],
        }
        expect(compile({ ...station(), nodes, edges, layout, accepted: [] }, catalog)).toEqual({
          plan,
          issues,
        })
      }),
      { numRuns: 30 },
    )
  })

  test('the issues of a bad document do not depend on its order either', () => {
    const bad = changed((d) => {
      d.nodes.push({ ...d.nodes[3], config: { label: 'y' } })
      d.edges.push({ from: { node: 'read', port: 'table' }, to: { node: 'fit', port: 'table' } })
      d.edges.push({ from: { node: 'm', port: 'table' }, to: { node: 'lag', port: 'table' } })
      d.edges.push({ from: { node: 'nowhere', port: 'x' }, to: { node: 'm', port: 'extra' } })
    })
    const { issues } = validate(bad, catalog)
    expect(new Set(issues.map((issue) => issue.code))).toContain('cycle')
    fc.assert(
      fc.property(shuffled(bad.nodes), shuffled(bad.edges), (nodes, edges) => {
        expect(validate({ ...bad, nodes, edges }, catalog).issues).toEqual(issues)
      }),
      { numRuns: 30 },
    )
  })

  test.each<[string, (document: Editable) => unknown, Record<string, unknown>?]>([
    ['a config value', (d) => (d.nodes[3].config.label = 'y')],
    ['a block version', (d) => (d.nodes[3].version = 2)],
    ['a block', (d) => Object.assign(d.nodes[3], { block: 'lag', config: { column: 'power', as: 'z' } })],
    ['a node id', (d) => (d.nodes[6].id = 'sink2') && (d.edges[5].to.node = 'sink2')],
    ['a node more', (d) => d.nodes.push({ ...d.nodes[0], id: 'third' })],
    ['a wire’s source', (d) => (d.edges[3].from.node = 'read')],
    ['a wire’s input', (d) => (d.edges[2].to.port = 'right') && (d.edges[3].to.port = 'left')],
    [
      'a wire more',
      (d) => d.edges.push({ from: { node: 'read', port: 'table' }, to: { node: 'm', port: 'extra' } }),
    ],
    ['the mode', (d) => (d.mode = 'streaming')],
    ['a default of a parameter', (d) => (d.parameters = { rows: { schema: {}, default: 3 } })],
    ['a given parameter', () => undefined, { rows: 3 }],
    [
      'a parameter nobody uses',
      (d) => Object.assign(d.parameters as object, { other: { schema: {}, default: 1 } }),
    ],
  ])('the hash changes with %s', (_, change, parameters) => {
    const { planHash } = planOf(
      changed((d) => void change(d)),
      parameters,
    )
    expect(planHash).not.toBe(planOf(station()).planHash)
  })

  test.each<[string, (document: Editable) => unknown]>([
    ['the name', (d) => (d.name = 'other')],
    ['a default written out', (d) => (d.nodes[1].config.path = 'data.csv')],
    [
      'the order of config keys',
      (d) => (d.nodes[5].config = Object.fromEntries(Object.entries(d.nodes[5].config).reverse())),
    ],
    ['a parameter’s value in place of it', (d) => (d.nodes[2].config.rows = 2)],
    ['-0 for 0', (d) => (d.nodes[0].config.seed = -0)],
  ])('the hash does not change with %s', (_, change) => {
    expect(planOf(changed((d) => void change(d))).planHash).toBe(planOf(station()).planHash)
  })

  test('the hash is SHA-256 in hex', () => expect(planOf(station()).planHash).toMatch(/^[0-9a-f]{64}$/))
})

test('the hash tells to which input a wire leads', () => {
  const to = (port: string): string =>
    planOf(
      changed((d) => void d.edges.push({ from: { node: 'read', port: 'table' }, to: { node: 'm', port } })),
    ).planHash
  expect(to('extra')).not.toBe(to('further'))
})

describe('segments', () => {
  test('node by node, with what must be done first', () => {
    expect(segmentPlan(planOf(station()), 'node').slice(3, 5)).toEqual([
      { id: 'p', nodes: ['p'], after: ['again'] },
      { id: 'm', nodes: ['m'], after: ['lag', 'p'] },
    ])
  })

  test('the whole in one, in plan order', () => {
    const plan = planOf(station())
    expect(segmentPlan(plan, 'whole')).toEqual([
      { id: 'segment-again', nodes: plan.nodes.map((node) => node.id), after: [] },
    ])
    expect(segmentPlan({ nodes: plan.nodes.slice(0, 1) }, 'whole')).toEqual([
      { id: 'again', nodes: ['again'], after: [] },
    ])
    expect(segmentPlan({ nodes: [] }, 'whole')).toEqual([])
  })
})

describe('lineage', () => {
  test('the chain from readers to a node, with a hash of its own', () => {
    const chain = lineage(planOf(station()), 'fit')
    expect(chain.nodes.map((node) => node.id)).toEqual(['again', 'read', 'lag', 'p', 'm', 'fit'])
    expect(chain.planHash).toBe(planOf(changed((d) => d.nodes.pop() && d.edges.pop())).planHash)
    expect(lineage(planOf(station()), 'lag').nodes.map((node) => node.id)).toEqual(['read', 'lag'])
  })

  test('an unknown node is a bug of the caller', () => {
    expect(() => lineage(planOf(station()), 'toString')).toThrow('toString')
  })
})

function shuffled<T>(items: T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray(items, { minLength: items.length })
}
