import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arrange } from './arrange.ts'
import { cardHeight, cardWidth } from './card-size.ts'

const port = { name: 'table', title: { de: '', en: '' }, type: 'table' as const }
const spec = { inputs: [port], outputs: [port] }
const node = (id: string) => ({ id, block: 'lag', version: 1, config: {} })
const wire = (from: string, to: string) => ({
  from: { node: from, port: 'table' },
  to: { node: to, port: 'table' },
})

it('puts nodes to the right of what they need, none over another', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 }), (pairs) => {
      const nodes = Array.from({ length: 10 }, (_, index) => node(`n${index}`))
      const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => wire(`n${a}`, `n${b}`))
      const places = arrange({ nodes, edges }, () => spec)
      for (const { from, to } of edges) expect(places.get(from.node)!.x).toBeLessThan(places.get(to.node)!.x)
      const boxes = [...places.values()]
      for (const [index, a] of boxes.entries())
        for (const b of boxes.slice(index + 1))
          expect(Math.abs(a.x - b.x) >= cardWidth || Math.abs(a.y - b.y) >= cardHeight(spec)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

it('places thousands of nodes quickly, by depth, and does not hang on circles', () => {
  const nodes = Array.from({ length: 5_000 }, (_, index) => node(`n${index}`))
  const edges = nodes.slice(1).map((item, index) => wire(`n${Math.floor(index / 2)}`, item.id))
  const places = arrange({ nodes, edges: [...edges, wire('n4999', 'n0')] }, () => spec)
  expect(places.size).toBe(5_000)
  for (const { from, to } of edges.slice(0, 100))
    expect(places.get(from.node)!.x).toBeLessThanOrEqual(places.get(to.node)!.x)
})
