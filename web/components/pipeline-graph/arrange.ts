/** Places for nodes: from left to right along the wires, as few crossings as can be had. */
import dagre from '@dagrejs/dagre'
import type { PipelineDocument } from '#pipeline/document.ts'
import { cardHeight, cardWidth } from './card-size.ts'
import type { CardSpec } from './card-size.ts'

export interface Place {
  x: number
  y: number
}

export type SpecOf = (node: PipelineDocument['nodes'][number]) => CardSpec | undefined

/** Above this many nodes a plain grid by depth takes the place of the finer method, which would take seconds. */
const fineLimit = 1_500

/** Upper left corners by node, on a grid of 20. */
export function arrange(
  document: Pick<PipelineDocument, 'nodes' | 'edges'>,
  specOf: SpecOf,
): Map<string, Place> {
  if (document.nodes.length > fineLimit) return arrangeByDepth(document, specOf)
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 40, ranksep: 90, marginx: 20, marginy: 20 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of document.nodes)
    graph.setNode(node.id, { width: cardWidth, height: cardHeight(specOf(node)) })
  for (const { from, to } of document.edges)
    if (graph.hasNode(from.node) && graph.hasNode(to.node)) graph.setEdge(from.node, to.node)
  dagre.layout(graph)
  return new Map(
    document.nodes.map(({ id }) => {
      const { x, y, width, height } = graph.node(id)
      return [id, onGrid({ x: x - width / 2, y: y - height / 2 })]
    }),
  )
}

/** Columns by the longest way from a source. */
function arrangeByDepth(
  { nodes, edges }: Pick<PipelineDocument, 'nodes' | 'edges'>,
  specOf: SpecOf,
): Map<string, Place> {
  const depths = depthsOf(
    nodes.map((node) => node.id),
    edges,
  )
  const bottoms = new Map<number, number>()
  return new Map(
    nodes.map((node) => {
      const depth = depths.get(node.id) ?? 0
      const y = bottoms.get(depth) ?? 20
      bottoms.set(depth, y + cardHeight(specOf(node)) + 40)
      return [node.id, onGrid({ x: 20 + depth * (cardWidth + 90), y })]
    }),
  )
}

/** Kahn's walk; nodes on a circle stay at what was found so far. */
function depthsOf(ids: readonly string[], edges: PipelineDocument['edges']): Map<string, number> {
  const depths = new Map(ids.map((id) => [id, 0]))
  const open = new Map(ids.map((id) => [id, 0]))
  const targets = new Map<string, string[]>(ids.map((id) => [id, []]))
  for (const { from, to } of edges) {
    if (!depths.has(to.node)) continue
    targets.get(from.node)?.push(to.node)
    if (depths.has(from.node)) open.set(to.node, (open.get(to.node) ?? 0) + 1)
  }
  const ready = ids.filter((id) => open.get(id) === 0)
  // Names that are pushed while the loop runs are visited too.
  for (const id of ready)
    for (const next of targets.get(id) ?? []) {
      depths.set(next, Math.max(depths.get(next) ?? 0, (depths.get(id) ?? 0) + 1))
      open.set(next, (open.get(next) ?? 1) - 1)
      if (open.get(next) === 0) ready.push(next)
    }
  return depths
}

function onGrid({ x, y }: Place): Place {
  return { x: Math.round(x / 20) * 20, y: Math.round(y / 20) * 20 }
}
