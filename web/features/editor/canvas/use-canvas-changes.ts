/** What the mouse and the keys of the drawing change: places while dragging, the selection. */
import { useCallback, useRef, useState } from 'react'
import { changeNote, moveNodes } from '#pipeline/edit.ts'
import type { Position } from '#pipeline/edit.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { EdgeChange, NodeChange } from '../../../components/pipeline-graph/flow.ts'
import { useEditor } from '../state/EditorContext.tsx'
import type { EditorStore } from '../state/editor-store.ts'
import { groupPrefix, notePrefix } from './flow-model.ts'

const nowhere: ReadonlyMap<string, Position> = new Map()

export function useCanvasChanges() {
  const { store } = useEditor()
  const [dragged, setDragged] = useState(nowhere)
  const latest = useRef(nowhere)
  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      const moves = changes
        .filter((change) => change.type === 'position')
        .filter(({ position }) => position !== undefined)
      if (moves.length > 0) {
        latest.current = new Map([
          ...latest.current,
          ...moves.map((move) => [move.id, move.position!] as const),
        ])
        setDragged(latest.current)
        // By the arrow keys there is no drag that could end.
        if (moves.every((move) => !move.dragging)) drop()
      }
      selectNodes(store, changes)
    },
    [store],
  )
  const drop = useCallback(() => {
    const places = latest.current
    latest.current = nowhere
    setDragged(nowhere)
    store.getState().edit((document) => moved(document, places))
  }, [store])
  const onEdgesChange = useCallback((changes: EdgeChange[]) => selectEdges(store, changes), [store])
  return { dragged, onNodesChange, onEdgesChange, onDragStop: drop }
}

function moved(document: PipelineDocument, places: ReadonlyMap<string, Position>): PipelineDocument {
  let result = moveNodes(document, places)
  for (const [id, place] of places)
    if (id.startsWith(notePrefix)) result = changeNote(result, id.slice(notePrefix.length), place)
  return result
}

function selectNodes(store: EditorStore, changes: readonly NodeChange[]): void {
  const picked = changes.filter((change) => change.type === 'select' && !change.id.startsWith(groupPrefix))
  if (picked.length === 0) return
  const { selection } = store.getState()
  const nodes = new Set(selection.nodes)
  const notes = new Set(selection.notes)
  for (const change of picked) {
    if (change.type !== 'select') continue
    const isNote = change.id.startsWith(notePrefix)
    const [set, id] = isNote ? [notes, change.id.slice(notePrefix.length)] : [nodes, change.id]
    if (change.selected) set.add(id)
    else set.delete(id)
  }
  store.getState().select({ ...selection, nodes, notes })
}

function selectEdges(store: EditorStore, changes: readonly EdgeChange[]): void {
  const { selection } = store.getState()
  const edges = new Set(selection.edges)
  for (const change of changes) {
    if (change.type !== 'select') continue
    if (change.selected) edges.add(change.id)
    else edges.delete(change.id)
  }
  store.getState().select({ ...selection, edges })
}
