/** Parts of pipelines on the system's clipboard: between pipelines, tabs and browsers. */
import { copyPart, deleteNodes, deleteNotes, partFromText, partToText, pastePart } from '#pipeline/edit.ts'
import type { PipelinePart, Position } from '#pipeline/edit.ts'
import { canvas } from '../canvas/view.ts'
import type { Editor } from '../state/EditorContext.tsx'
import { chosen } from '../state/selection.ts'

/** What is chosen as text, without secrets; undefined when nothing is. */
export function copiedText({ store, catalog }: Editor): string | undefined {
  const { document, selection } = store.getState()
  if (selection.nodes.size + selection.notes.size === 0) return undefined
  const part = copyPart(
    document,
    selection,
    ({ block, version }) => catalog.find(block, version)?.configSchema,
  )
  return partToText(part)
}

/** False for any other text. One undo step; what was pasted is chosen. */
export function pasteText({ store }: Editor, text: string): boolean {
  const part = partFromText(text)
  if (!part) return false
  const pasted = pastePart(store.getState().document, part, offsetFor(store.getState().document, part))
  store.getState().edit(() => pasted.document)
  store.getState().select(chosen({ nodes: pasted.nodes, notes: pasted.notes }))
  return true
}

export function deleteChosen({ store }: Editor): void {
  const { selection } = store.getState()
  store.getState().edit((document) => {
    const edges = document.edges.filter((edge) => !selection.edges.has(keyOf(edge)))
    const unwired = edges.length === document.edges.length ? document : { ...document, edges }
    return deleteNotes(deleteNodes(unwired, selection.nodes), selection.notes)
  })
  store.getState().select(chosen({}))
}

function keyOf({
  from,
  to,
}: {
  from: { node: string; port: string }
  to: { node: string; port: string }
}): string {
  return JSON.stringify([from.node, from.port, to.node, to.port])
}

/** Beside the original where that is in this pipeline; else into the middle of what is in sight. */
function offsetFor(
  document: { layout: { positions: Record<string, Position> } },
  part: PipelinePart,
): Position {
  const places = Object.entries(part.layout.positions)
  const isHere = places.some(([id]) => Object.hasOwn(document.layout.positions, id))
  const centre = canvas()?.centre()
  if (isHere || !centre || places.length === 0) return { x: 40, y: 40 }
  const left = Math.min(...places.map(([, place]) => place.x))
  const top = Math.min(...places.map(([, place]) => place.y))
  return { x: Math.round((centre.x - left) / 20) * 20, y: Math.round((centre.y - top) / 20) * 20 }
}
