/** The document as a graph: what is connected with what, whichever order it was written in. */
import { canonicalJson } from './canonical-json.ts'
import type { PipelineDocument, PipelineEdge, PipelineNode } from './document.ts'
import type { Finding } from './issue.ts'
import { nearNames } from './near-names.ts'

export interface PlacedFinding {
  node?: string
  finding: Finding
}

export interface Graph {
  /** One node per id, by id in code unit order. */
  nodes: Map<string, PipelineNode>
  /** Other nodes under ids that are in use, each different from all before it. */
  copies: PipelineNode[]
  /** Wires whose two nodes exist, sorted. */
  edges: PipelineEdge[]
  findings: PlacedFinding[]
}

/** Nodes and wires that make sense; reports ids used twice and wires to nodes that do not exist. */
export function buildGraph(document: PipelineDocument): Graph {
  const graph: Graph = { nodes: new Map(), copies: [], edges: [], findings: [] }
  for (const [id, copies] of groupById(document.nodes)) {
    const [first, ...others] = differentOnes(copies)
    graph.nodes.set(id, first)
    graph.copies.push(...others)
    if (copies.length > 1)
      graph.findings.push({ node: id, finding: { code: 'node-twice', params: { count: copies.length } } })
  }
  const lost = new Map<string, Finding[]>()
  for (const edge of [...document.edges].sort(compareEdges)) {
    if (graph.nodes.has(edge.from.node) && graph.nodes.has(edge.to.node)) graph.edges.push(edge)
    else collectLost(graph, lost, edge)
  }
  addNearNames(graph, lost)
  return graph
}

function groupById(nodes: readonly PipelineNode[]): Map<string, PipelineNode[]> {
  const groups = new Map<string, PipelineNode[]>()
  for (const node of [...nodes].sort((a, b) => compareText(a.id, b.id))) {
    const group = groups.get(node.id)
    if (group) group.push(node)
    else groups.set(node.id, [node])
  }
  return groups
}

/** Nodes with one id, in an order that does not depend on how they were written. */
function differentOnes(copies: PipelineNode[]): PipelineNode[] {
  if (copies.length === 1) return copies
  const byText = new Map(copies.map((node) => [canonicalJson(node), node]))
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, node]) => node)
}

/** One finding for each end that is nowhere, at the other end's node and port when that exists. */
function collectLost(graph: Graph, lost: Map<string, Finding[]>, edge: PipelineEdge): void {
  for (const end of ['from', 'to'] as const) {
    const gone = edge[end].node
    if (graph.nodes.has(gone)) continue
    const other = end === 'from' ? edge.to : edge.from
    const finding: Finding = { code: 'edge-no-node', port: other.port, params: { end, node: gone } }
    graph.findings.push({ node: graph.nodes.has(other.node) ? other.node : undefined, finding })
    const same = lost.get(gone)
    if (same) same.push(finding)
    else lost.set(gone, [finding])
  }
}

/** Near names are looked up for a handful only: each costs a walk over all nodes. */
function addNearNames(graph: Graph, lost: Map<string, Finding[]>): void {
  let left = 20
  for (const name of [...lost.keys()].sort()) {
    const near = left-- > 0 ? nearNames(name, graph.nodes.keys()) : []
    for (const finding of lost.get(name) ?? []) finding.params = { ...finding.params, near }
  }
}

function compareEdges(a: PipelineEdge, b: PipelineEdge): number {
  return (
    compareText(a.to.node, b.to.node) ||
    compareText(a.to.port, b.to.port) ||
    compareText(a.from.node, b.from.node) ||
    compareText(a.from.port, b.from.port)
  )
}

/** Code unit order: the same on every machine and in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
