/** The document as nodes and wires of the drawing; what did not change stays the same object. */
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import { edgeKey } from '#pipeline/edit.ts'
import type { Position } from '#pipeline/edit.ts'
import type { CardSpec } from '../../../components/pipeline-graph/card-size.ts'
import { cardHeight, cardWidth } from '../../../components/pipeline-graph/card-size.ts'
import { blockNode, drawableWires, wireEdge } from '../../../components/pipeline-graph/flow-parts.ts'
import type { Edge, Node } from '../../../components/pipeline-graph/flow.ts'
import type { Selection } from '../state/selection.ts'

export type SpecOf = (node: PipelineNode) => CardSpec | undefined

export interface Shown {
  document: PipelineDocument
  selection: Selection
  /** Places of nodes and notes that are being dragged. */
  dragged: ReadonlyMap<string, Position>
}

export const notePrefix = 'note:'
export const groupPrefix = 'group:'
const noteSize = { width: 200, height: 90 }
const origin: Position = { x: 0, y: 0 }

interface Kept {
  source: unknown
  position: Position
  isSelected: boolean
  made: Node
}

/** Makes the drawing of one editor after the other, keeping what stayed. */
export class FlowModel {
  private kept = new Map<string, Kept>()
  private edges = new WeakMap<object, Edge>()
  private readonly specOf: SpecOf

  constructor(specOf: SpecOf) {
    this.specOf = specOf
  }

  nodesOf({ document, selection, dragged }: Shown): Node[] {
    const before = this.kept
    this.kept = new Map()
    const keep = (id: string, now: Omit<Kept, 'made'>, make: () => Node): Node => {
      const old = before.get(id)
      const made = old && isSame(old, now) ? old.made : { ...make(), selected: now.isSelected }
      this.kept.set(id, { ...now, made })
      return made
    }
    const { layout } = document
    const placeOf = (id: string) =>
      dragged.get(id) ?? (Object.hasOwn(layout.positions, id) ? layout.positions[id] : origin)
    const groups = layout.groups.map((group) => this.groupNode(group, document, placeOf))
    const notes = layout.notes.map((note) => {
      const id = notePrefix + note.id
      const position = dragged.get(id) ?? { x: note.x, y: note.y }
      const isSelected = selection.notes.has(note.id)
      return keep(id, { source: note, position, isSelected }, () => noteNode(id, note.text, position))
    })
    const blocks = document.nodes.map((node) => {
      const position = placeOf(node.id)
      const isSelected = selection.nodes.has(node.id)
      return keep(node.id, { source: node, position, isSelected }, () =>
        blockNode(node, this.specOf(node), position),
      )
    })
    return [...groups, ...notes, ...blocks]
  }

  edgesOf({ document, selection }: Pick<Shown, 'document' | 'selection'>): Edge[] {
    const specs = new Map(document.nodes.map((node) => [node.id, this.specOf(node)]))
    return drawableWires(document.edges, specs).map((edge) => {
      const old = this.edges.get(edge)
      const isSelected = selection.edges.has(edgeKey(edge))
      if (old && old.selected === isSelected) return old
      const made = { ...wireEdge(edge), selected: isSelected }
      this.edges.set(edge, made)
      return made
    })
  }

  /** A frame around the members, wherever they are. */
  private groupNode(
    group: PipelineDocument['layout']['groups'][number],
    document: PipelineDocument,
    placeOf: (id: string) => Position,
  ): Node {
    const members = new Set(group.nodes)
    const boxes = document.nodes
      .filter((node) => members.has(node.id))
      .map((node) => ({ ...placeOf(node.id), bottom: placeOf(node.id).y + cardHeight(this.specOf(node)) }))
    const left = Math.min(...boxes.map((box) => box.x)) - 20
    const top = Math.min(...boxes.map((box) => box.y)) - 44
    const width = Math.max(...boxes.map((box) => box.x)) + cardWidth + 20 - left
    const height = Math.max(...boxes.map((box) => box.bottom)) + 20 - top
    return {
      id: groupPrefix + group.id,
      type: 'group-frame',
      position: { x: left, y: top },
      data: { title: group.title, nodes: group.nodes },
      width,
      height,
      measured: { width, height },
      draggable: false,
      selectable: false,
      zIndex: -1,
    }
  }
}

function noteNode(id: string, text: string, position: Position): Node {
  return { id, type: 'note', position, data: { text }, ...noteSize, measured: noteSize }
}

function isSame(old: Kept, now: Omit<Kept, 'made'>): boolean {
  const { position } = old
  return (
    old.source === now.source &&
    old.isSelected === now.isSelected &&
    position.x === now.position.x &&
    position.y === now.position.y
  )
}
