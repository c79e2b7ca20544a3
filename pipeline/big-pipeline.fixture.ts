/** A document as large as the product promises to bear. */
import { pipeline, reader } from './small-blocks.fixture.ts'

/** Wires go to the inputs of later nodes at random (seeded), the same number for each. */
export function bigPipeline(nodeCount: number, edgeCount: number): unknown {
  const perNode = edgeCount / nodeCount
  const ports = Array.from({ length: perNode }, (_, index) => `in${index}`)
  let state = 1
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
  const nodes = Array.from({ length: nodeCount }, (_, id) => ({
    id: `n${id}`,
    block: id < 100 ? 'source' : 'wide',
    config: id < 100 ? reader.config : {},
  }))
  const wires = nodes
    .slice(100)
    .flatMap((node, index) => ports.map((port) => `n${random(index + 100)}.table>${node.id}.${port}`))
  const more = edgeCount - wires.length
  const extra = Array.from(
    { length: more },
    (_, index) =>
      `n${random(100)}.table>n${100 + (index % (nodeCount - 100))}.more${Math.floor(index / (nodeCount - 100))}`,
  )
  return pipeline(nodes, [...wires, ...extra])
}
