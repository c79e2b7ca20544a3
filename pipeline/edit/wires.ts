/** Wires drawn, taken away, and blocks put into them. */
import type { PipelineDocument, PipelineEdge, PipelineNode } from '#pipeline/document.ts'
import { addNode } from './nodes.ts'
import type { Position } from './nodes.ts'

export interface End {
  node: string
  port: string
}

/** One text per wire; quoted, because names may hold any sign. */
export function edgeKey({ from, to }: PipelineEdge): string {
  return JSON.stringify([from.node, from.port, to.node, to.port])
}

/** An input has one source: a wire that was there makes room. Ends that are nowhere change nothing. */
export function connect(document: PipelineDocument, edge: PipelineEdge): PipelineDocument {
  const names = new Set(document.nodes.map((node) => node.id))
  if (!names.has(edge.from.node) || !names.has(edge.to.node) || edge.from.node === edge.to.node)
    return document
  if (document.edges.some((other) => edgeKey(other) === edgeKey(edge))) return document
  const rest = document.edges.filter((other) => !isSameEnd(other.to, edge.to))
  return { ...document, edges: [...rest, { from: { ...edge.from }, to: { ...edge.to } }] }
}

export function disconnect(document: PipelineDocument, edges: readonly PipelineEdge[]): PipelineDocument {
  const gone = new Set(edges.map(edgeKey))
  const kept = document.edges.filter((edge) => !gone.has(edgeKey(edge)))
  return kept.length === document.edges.length ? document : { ...document, edges: kept }
}

/** A block to be put into a wire, and through which of its ports the wire then goes. */
export interface Bridge {
  node: PipelineNode
  input: string
  output: string
}

/** Replaces a wire, drawn or not yet drawn, by two with the block in between. */
export function insertBridge(
  document: PipelineDocument,
  edge: PipelineEdge,
  bridge: Bridge & { position: Position },
): PipelineDocument {
  const { node, input, output, position } = bridge
  if (document.nodes.some(({ id }) => id === node.id)) return document
  const placed = addNode(disconnect(document, [edge]), node, position)
  const before = connect(placed, { from: edge.from, to: { node: node.id, port: input } })
  return connect(before, { from: { node: node.id, port: output }, to: edge.to })
}

export function isSameEnd(a: End, b: End): boolean {
  return a.node === b.node && a.port === b.port
}

/** The nodes that all of a node's data come from, itself included: a wire into one of them makes a circle. */
export function ancestorsOf(document: PipelineDocument, id: string): Set<string> {
  const sources = new Map<string, string[]>()
  for (const { from, to } of document.edges) {
    const list = sources.get(to.node)
    if (list) list.push(from.node)
    else sources.set(to.node, [from.node])
  }
  const found = new Set([id])
  // Names that are added while the loop runs are visited too.
  for (const node of found) for (const source of sources.get(node) ?? []) found.add(source)
  return found
}
