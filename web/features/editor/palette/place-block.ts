/** A new block on the canvas. */
import { addNode, connect, newNode } from '#pipeline/edit.ts'
import type { Position } from '#pipeline/edit.ts'
import { cardWidth } from '../../../components/pipeline-graph/card-size.ts'
import { canvas } from '../canvas/view.ts'
import { specOf } from '../state/catalog.ts'
import type { BlockSpec } from '../state/catalog.ts'
import type { Editor } from '../state/EditorContext.tsx'
import { chosen, onlyNode } from '../state/selection.ts'

/** Places it, chooses it, and gives its name. One undo step. */
export function placeBlock({ store }: Editor, spec: BlockSpec, position: Position): string {
  const node = newNode(store.getState().document, spec)
  store.getState().edit((document) => addNode(document, node, onGrid(position)))
  store.getState().select(chosen({ nodes: [node.id] }))
  canvas()?.reveal(node.id)
  return node.id
}

/**
 * By the keyboard: to the right of the one chosen node and wired to it where a first output fits, else in the middle
 * of what is in sight. One undo step.
 */
export function placeBeside(editor: Editor, spec: BlockSpec): string {
  const { store, catalog } = editor
  const { document, selection } = store.getState()
  const before = onlyNode(selection)
  const place = before === undefined ? undefined : document.layout.positions[before]
  if (before === undefined || !place)
    return placeBlock(
      editor,
      spec,
      freePlace(document.layout.positions, canvas()?.centre() ?? { x: 0, y: 0 }),
    )
  const source = document.nodes.find((node) => node.id === before)
  const output = source && specOf(catalog, source)?.outputs[0]
  const input = spec.inputs.find((port) => port.type === output?.type)
  const node = newNode(document, spec)
  const position = freePlace(document.layout.positions, { x: place.x + cardWidth + 80, y: place.y })
  store.getState().edit((now) => {
    const placed = addNode(now, node, onGrid(position))
    if (!output || !input) return placed
    return connect(placed, {
      from: { node: before, port: output.name },
      to: { node: node.id, port: input.name },
    })
  })
  store.getState().select(chosen({ nodes: [node.id] }))
  canvas()?.reveal(node.id)
  return node.id
}

/** Further down until no other node is there; on the grid. */
export function freePlace(positions: Readonly<Record<string, Position>>, wanted: Position): Position {
  const places = Object.values(positions)
  let y = wanted.y
  while (places.some((place) => Math.abs(place.x - wanted.x) < cardWidth && Math.abs(place.y - y) < 110))
    y += 120
  return onGrid({ x: wanted.x, y })
}

function onGrid({ x, y }: Position): Position {
  return { x: Math.round(x / 20) * 20, y: Math.round(y / 20) * 20 }
}
