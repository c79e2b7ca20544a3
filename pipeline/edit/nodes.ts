/** Nodes placed, removed, renamed and set. Every function gives a new document and leaves the old one as it is. */
import type { BlockDescription } from '#pipeline/block-description.ts'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import { freshName, nodeNames, ownValue, recordOf } from './names.ts'

export interface Position {
  x: number
  y: number
}

/** The settings a block starts with: an empty one where all have defaults, since blocks fill them in. */
export function newNode(document: PipelineDocument, block: BlockDescription['spec']): PipelineNode {
  const id = freshName(block.id, nodeNames(document))
  return { id, block: block.id, version: block.version, config: {} }
}

export function addNode(
  document: PipelineDocument,
  node: PipelineNode,
  position: Position,
): PipelineDocument {
  return {
    ...document,
    nodes: [...document.nodes, node],
    layout: {
      ...document.layout,
      positions: recordOf([...Object.entries(document.layout.positions), [node.id, position]]),
    },
  }
}

/** Goes with its wires, its acceptances, its place and its seat in groups; empty groups go too. */
export function deleteNodes(document: PipelineDocument, ids: ReadonlySet<string>): PipelineDocument {
  if (!document.nodes.some((node) => ids.has(node.id))) return document
  const { layout } = document
  return {
    ...document,
    nodes: document.nodes.filter((node) => !ids.has(node.id)),
    edges: document.edges.filter((edge) => !ids.has(edge.from.node) && !ids.has(edge.to.node)),
    accepted: document.accepted.filter((item) => !ids.has(item.node)),
    layout: {
      ...layout,
      positions: recordOf(Object.entries(layout.positions).filter(([id]) => !ids.has(id))),
      groups: layout.groups
        .map((group) => ({ ...group, nodes: group.nodes.filter((id) => !ids.has(id)) }))
        .filter((group) => group.nodes.length > 0),
    },
  }
}

/** The node and everything that names it; a name that is taken or that cannot be one changes nothing. */
export function renameNode(document: PipelineDocument, from: string, to: string): PipelineDocument {
  if (!canRename(document, from, to)) return document
  const name = (id: string): string => (id === from ? to : id)
  const end = <T extends { node: string }>(item: T): T => (item.node === from ? { ...item, node: to } : item)
  const { layout } = document
  return {
    ...document,
    nodes: document.nodes.map((node) => (node.id === from ? { ...node, id: to } : node)),
    edges: document.edges.map((edge) => ({ from: end(edge.from), to: end(edge.to) })),
    accepted: document.accepted.map(end),
    layout: {
      ...layout,
      positions: recordOf(Object.entries(layout.positions).map(([id, place]) => [name(id), place] as const)),
      groups: layout.groups.map((group) => ({ ...group, nodes: group.nodes.map(name) })),
    },
  }
}

/** Any text without control characters, 1 to 100 characters, that no other node has. */
export function canRename(document: PipelineDocument, from: string, to: string): boolean {
  const isName = to.length > 0 && to.length <= 100 && ![...to].some((letter) => letter < ' ')
  const names = nodeNames(document)
  return isName && to !== from && names.has(from) && !names.has(to)
}

export function setConfig(
  document: PipelineDocument,
  id: string,
  config: Record<string, unknown>,
): PipelineDocument {
  return changeNodes(document, new Set([id]), (node) => ({ ...node, config }))
}

/** What a newer version of a node's block changes; see pipeline/upgrade-node.ts, which says it. */
export interface NodeUpgrade {
  to: number
  config: Record<string, unknown>
  /** As `in table: table`. */
  ports: { removed: readonly string[]; added: readonly string[] }
}

/** The node's block in its newer version; wires to ports that go, go too. A port of another type keeps its wire. */
export function upgradeNode(document: PipelineDocument, id: string, upgrade: NodeUpgrade): PipelineDocument {
  const { to, config, ports } = upgrade
  const changed = changeNodes(document, new Set([id]), (node) => ({ ...node, version: to, config }))
  const stays = new Set(ports.added.map(portOf))
  const gone = new Set(ports.removed.map(portOf).filter((port) => !stays.has(port)))
  const isLost = ({ from, to: end }: PipelineDocument['edges'][number]) =>
    (from.node === id && gone.has(`out ${from.port}`)) || (end.node === id && gone.has(`in ${end.port}`))
  if (changed === document || !document.edges.some(isLost)) return changed
  return { ...changed, edges: document.edges.filter((edge) => !isLost(edge)) }
}

/** `in table` of `in table: table`. */
function portOf(text: string): string {
  return text.slice(0, text.lastIndexOf(': '))
}

/** A node that is on carries no mark, so that a document without it stays the same. */
export function setDisabled(
  document: PipelineDocument,
  ids: ReadonlySet<string>,
  isDisabled: boolean,
): PipelineDocument {
  return changeNodes(document, ids, (node) => {
    const changed = { ...node, disabled: true }
    if (!isDisabled) delete (changed as PipelineNode).disabled
    return changed
  })
}

export function moveNodes(
  document: PipelineDocument,
  places: ReadonlyMap<string, Position>,
): PipelineDocument {
  const known = nodeNames(document)
  const moved = [...places].filter(([id, place]) => known.has(id) && isElsewhere(document, id, place))
  if (moved.length === 0) return document
  const positions = recordOf([...Object.entries(document.layout.positions), ...moved])
  return { ...document, layout: { ...document.layout, positions } }
}

function isElsewhere(document: PipelineDocument, id: string, place: Position): boolean {
  const now = ownValue(document.layout.positions, id)
  return now?.x !== place.x || now.y !== place.y
}

function changeNodes(
  document: PipelineDocument,
  ids: ReadonlySet<string>,
  change: (node: PipelineNode) => PipelineNode,
): PipelineDocument {
  if (!document.nodes.some((node) => ids.has(node.id))) return document
  return { ...document, nodes: document.nodes.map((node) => (ids.has(node.id) ? change(node) : node)) }
}
