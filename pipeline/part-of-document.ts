/** The part of a document that leads to a node: what "run to here" runs. */
import type { PipelineDocument } from './document.ts'

/** Everything the node needs, directly or not, without itself. Empty for a node that is not there. */
export function nodesBefore(document: Pick<PipelineDocument, 'edges'>, node: string): Set<string> {
  const sources = new Map<string, string[]>()
  for (const { from, to } of document.edges) {
    const known = sources.get(to.node)
    if (known) known.push(from.node)
    else sources.set(to.node, [from.node])
  }
  const found = new Set(sources.get(node))
  // Nodes that are added while the loop runs are visited too.
  for (const id of found) for (const source of sources.get(id) ?? []) found.add(source)
  found.delete(node)
  return found
}

/** The document with only this node and what leads to it; unchanged parts stay as they are. */
export function partUntil(document: PipelineDocument, node: string): PipelineDocument {
  const kept = nodesBefore(document, node).add(node)
  return {
    ...document,
    nodes: document.nodes.filter(({ id }) => kept.has(id)),
    edges: document.edges.filter(({ from, to }) => kept.has(from.node) && kept.has(to.node)),
    accepted: document.accepted.filter((accepted) => kept.has(accepted.node)),
  }
}
