/** Lets commands move what is in sight, and jumps to the node of a problem. */
import { useEffect } from 'react'
import { useFlowStore, useReactFlow } from '../../../components/pipeline-graph/flow.ts'
import type { ReactFlowInstance } from '../../../components/pipeline-graph/flow.ts'
import { useEditorState } from '../state/EditorContext.tsx'
import { setCanvas } from './view.ts'

function isInSight(flow: ReactFlowInstance, element: HTMLElement, id: string): boolean {
  const node = flow.getNode(id)
  if (!node) return true
  const box = element.getBoundingClientRect()
  const { x, y } = flow.flowToScreenPosition(node.position)
  const zoom = flow.getZoom()
  const [right, bottom] = [x + (node.width ?? 0) * zoom, y + (node.height ?? 0) * zoom]
  return x >= box.left && y >= box.top && right <= box.right && bottom <= box.bottom
}

export function useCanvasView(): void {
  const flow = useReactFlow()
  const element = useFlowStore((state) => state.domNode)
  const focus = useEditorState((state) => state.focus)
  useEffect(() => {
    const show = (node: string) => {
      void flow.fitView({ nodes: [{ id: node }], maxZoom: 1, minZoom: 0.5, duration: 200 })
    }
    setCanvas({
      fit: () => void flow.fitView({ maxZoom: 1, padding: 0.12 }),
      zoom: (factor) => void flow.zoomTo(flow.getZoom() * factor),
      centre: () => {
        const box = element?.getBoundingClientRect() ?? new DOMRect()
        return flow.screenToFlowPosition({ x: box.x + box.width / 2 - 106, y: box.y + box.height / 2 - 45 })
      },
      show,
      reveal: (node) => {
        // What was just placed is drawn with the next frame.
        requestAnimationFrame(() => {
          if (element && !isInSight(flow, element, node)) show(node)
        })
      },
    })
    return () => setCanvas(undefined)
  }, [flow, element])
  useEffect(() => {
    if (focus) void flow.fitView({ nodes: [{ id: focus.node }], maxZoom: 1, minZoom: 0.4, duration: 200 })
  }, [flow, focus])
}
