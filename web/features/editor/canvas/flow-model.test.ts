import { describe, expect, it } from 'vitest'
import { documentSchema } from '#pipeline/document.ts'
import { connect, edgeKey, moveNodes, setConfig } from '#pipeline/edit.ts'
import { chosen, nothing } from '../state/selection.ts'
import { FlowModel } from './flow-model.ts'

const port = { name: 'table', title: { de: '', en: '' }, type: 'table' as const }
const spec = { inputs: [port], outputs: [port] }
const wire = (from: string, to: string) => ({
  from: { node: from, port: 'table' },
  to: { node: to, port: 'table' },
})
const document = documentSchema.parse({
  ecoki: 1,
  id: 'p',
  name: 'P',
  nodes: ['a', 'b', 'c'].map((id) => ({ id, block: 'lag', version: 1 })),
  edges: [wire('a', 'b')],
  layout: {
    positions: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 } },
    groups: [{ id: 'g', title: 'G', nodes: ['a', 'b'] }],
  },
})
const dragged = new Map<string, { x: number; y: number }>()

describe('the drawing', () => {
  it('keeps nodes that did not change, and draws anew what did', () => {
    const model = new FlowModel(() => spec)
    const pick = (shown: typeof document, selection = nothing) =>
      new Map(model.nodesOf({ document: shown, selection, dragged }).map((node) => [node.id, node]))
    const first = pick(document)
    const edited = pick(setConfig(document, 'b', { lags: [2] }))
    expect(edited.get('a')).toBe(first.get('a'))
    expect(edited.get('b')).not.toBe(first.get('b'))
    const moved = pick(moveNodes(document, new Map([['c', { x: 0, y: 500 }]])))
    expect(moved.get('c')?.position).toEqual({ x: 0, y: 500 })
    expect(moved.get('a')).toBe(edited.get('a'))
    expect(pick(document, chosen({ nodes: ['a'] })).get('a')?.selected).toBe(true)
  })

  it('shows a dragged node where it is dragged to, and its group around it', () => {
    const model = new FlowModel(() => spec)
    const shown = { document, selection: nothing, dragged: new Map([['a', { x: -400, y: -200 }]]) }
    const nodes = new Map(model.nodesOf(shown).map((node) => [node.id, node]))
    expect(nodes.get('a')?.position).toEqual({ x: -400, y: -200 })
    const frame = nodes.get('group:g')!
    expect(frame.position.x).toBeLessThan(-400)
    expect(frame.position.x + (frame.width ?? 0)).toBeGreaterThan(300)
  })

  it('draws wires between ports that are there, the same ones again', () => {
    const model = new FlowModel(() => spec)
    const wired = connect(document, { ...wire('b', 'c'), to: { node: 'c', port: 'gone' } })
    const first = model.edgesOf({ document: wired, selection: nothing })
    expect(first.map((edge) => edge.id)).toEqual([edgeKey(wire('a', 'b'))])
    expect(model.edgesOf({ document: wired, selection: nothing })[0]).toBe(first[0])
    const selection = chosen({ edges: [first[0].id] })
    expect(model.edgesOf({ document: wired, selection })[0].selected).toBe(true)
  })

  it('knows where ports are before anything is measured', () => {
    const [node] = new FlowModel(() => spec).nodesOf({ document, selection: nothing, dragged }).slice(-3)
    expect(node.handles?.map(({ id, type }) => [id, type])).toEqual([
      ['table', 'target'],
      ['table', 'source'],
    ])
  })
})
