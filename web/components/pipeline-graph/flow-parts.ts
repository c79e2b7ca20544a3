/** Nodes and wires as the drawing library wants them: sizes and ports are known, nothing has to be measured. */
import type { PipelineEdge, PipelineNode } from '#pipeline/document.ts'
import { edgeKey } from '#pipeline/edit.ts'
import type { Place } from './arrange.ts'
import { cardHeight, cardWidth, portTop } from './card-size.ts'
import type { CardSpec } from './card-size.ts'
import { Position } from './flow.ts'
import type { Edge, Node } from './flow.ts'

const portBox = { width: 24, height: 20 }

/** A block as a node of the drawing. */
export function blockNode(node: PipelineNode, spec: CardSpec | undefined, position: Place): Node {
  const size = { width: cardWidth, height: cardHeight(spec) }
  return {
    id: node.id,
    type: 'block',
    position,
    data: {},
    ...size,
    measured: size,
    handles: [
      ...(spec?.inputs ?? []).map((port, index) => ({
        id: port.name,
        type: 'target' as const,
        position: Position.Left,
        x: -6,
        y: portTop(index) - portBox.height / 2,
        ...portBox,
      })),
      ...(spec?.outputs ?? []).map((port, index) => ({
        id: port.name,
        type: 'source' as const,
        position: Position.Right,
        x: cardWidth - portBox.width + 6,
        y: portTop(index) - portBox.height / 2,
        ...portBox,
      })),
    ],
  }
}

export function wireEdge(edge: PipelineEdge): Edge {
  return {
    id: edgeKey(edge),
    type: 'wire',
    source: edge.from.node,
    sourceHandle: edge.from.port,
    target: edge.to.node,
    targetHandle: edge.to.port,
  }
}

/** Wires whose two ends are drawn; others cannot be, and are named as problems. */
export function drawableWires(
  edges: readonly PipelineEdge[],
  nodes: ReadonlyMap<string, CardSpec | undefined>,
): PipelineEdge[] {
  return edges.filter(
    ({ from, to }) =>
      nodes.get(from.node)?.outputs.some((port) => port.name === from.port) &&
      nodes.get(to.node)?.inputs.some((port) => port.name === to.port),
  )
}
