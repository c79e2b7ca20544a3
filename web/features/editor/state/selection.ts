/** What is chosen on the canvas or in the tables. */

export interface Selection {
  nodes: ReadonlySet<string>
  notes: ReadonlySet<string>
  /** Keys of wires. */
  edges: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()
export const nothing: Selection = { nodes: none, notes: none, edges: none }

export function chosen(part: Partial<Record<keyof Selection, Iterable<string>>>): Selection {
  return {
    nodes: new Set(part.nodes ?? []),
    notes: new Set(part.notes ?? []),
    edges: new Set(part.edges ?? []),
  }
}

export function isSameSelection(a: Selection, b: Selection): boolean {
  return isSameSet(a.nodes, b.nodes) && isSameSet(a.notes, b.notes) && isSameSet(a.edges, b.edges)
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a === b || (a.size === b.size && [...a].every((item) => b.has(item)))
}

/** The one node that is chosen, if it is only one. */
export function onlyNode({ nodes, notes, edges }: Selection): string | undefined {
  return nodes.size === 1 && notes.size + edges.size === 0 ? [...nodes][0] : undefined
}
