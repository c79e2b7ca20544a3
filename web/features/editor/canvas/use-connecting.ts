/** Wires drawn by the mouse: judged while they hang, connected or explained where they land. */
import { useLanguage } from '../../../lib/use-language.ts'
import { useCallback, useMemo, useState } from 'react'
import type { PipelineEdge } from '#pipeline/document.ts'
import { connect, disconnect } from '#pipeline/edit.ts'
import { useReactFlow } from '../../../components/pipeline-graph/flow.ts'
import type {
  Connection,
  Edge,
  FinalConnectionState,
  OnConnectStartParams,
} from '../../../components/pipeline-graph/flow.ts'
import { useEditor } from '../state/EditorContext.tsx'
import type { DroppedWire } from './FittingBlocks.tsx'
import type { Refusal } from './RefusedWire.tsx'
import { dimmedInputs, inputFor, judgeWire } from './wiring.ts'

type Landed = { dropped: DroppedWire } | { refused: Refusal }

export function useConnecting() {
  const editor = useEditor()
  const { store } = editor
  const language = useLanguage()
  const flow = useReactFlow()
  const [landed, setLanded] = useState<Landed>()

  const onConnectStart = useCallback(
    (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
      setLanded(undefined)
      if (nodeId === null || handleId === null || handleType !== 'source') return
      store.setState({ dimmed: dimmedInputs(editor, { node: nodeId, port: handleId }) })
    },
    [editor, store],
  )

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      store.setState({ dimmed: undefined })
      const from = state.fromHandle
      if (state.isValid || !from || from.type !== 'source' || !('clientX' in event)) return
      const source = { node: from.nodeId, port: from.id ?? '' }
      const screen = { x: event.clientX, y: event.clientY }
      const edge = wireTo(source, state)
      if (!edge) {
        const position = flow.screenToFlowPosition({ x: screen.x, y: screen.y - 55 })
        return setLanded({ dropped: { from: source, position: onGrid(position), screen } })
      }
      const answer = judgeWire(editor, edge)
      if (answer.ok) store.getState().edit((document) => connect(document, edge))
      else setLanded({ refused: { edge, text: answer.text[language], screen } })
    },
    [editor, store, flow, language],
  )

  /** The wire that was meant: to a port, or to a node as a whole. */
  function wireTo(from: PipelineEdge['from'], state: FinalConnectionState): PipelineEdge | undefined {
    if (state.toHandle) return { from, to: { node: state.toHandle.nodeId, port: state.toHandle.id ?? '' } }
    const node = state.toNode?.id
    if (node === undefined || !store.getState().document.nodes.some(({ id }) => id === node)) return undefined
    const to = inputFor(editor, from, node)
    return to && { from, to }
  }

  return useMemo(
    () => ({
      dropped: landed && 'dropped' in landed ? landed.dropped : undefined,
      refused: landed && 'refused' in landed ? landed.refused : undefined,
      close: () => setLanded(undefined),
      onConnectStart,
      onConnectEnd,
      onConnect: (made: Connection) => store.getState().edit((document) => connect(document, edgeOf(made))),
      onReconnect: (old: Edge, made: Connection) =>
        store.getState().edit((document) => connect(disconnect(document, [edgeOf(old)]), edgeOf(made))),
      onReconnectEnd: (_: unknown, old: Edge, __: unknown, state: FinalConnectionState) => {
        store.setState({ dimmed: undefined })
        if (!state.isValid && !state.toNode)
          store.getState().edit((document) => disconnect(document, [edgeOf(old)]))
      },
      onDoubleClick: (_: unknown, edge: Edge) =>
        store.getState().edit((document) => disconnect(document, [edgeOf(edge)])),
      isValid: (made: Connection | Edge) => judgeWire(editor, edgeOf(made)).ok,
    }),
    [editor, store, landed, onConnectStart, onConnectEnd],
  )
}

export function edgeOf(drawn: Connection | Edge): PipelineEdge {
  return {
    from: { node: drawn.source, port: drawn.sourceHandle ?? '' },
    to: { node: drawn.target, port: drawn.targetHandle ?? '' },
  }
}

function onGrid({ x, y }: { x: number; y: number }) {
  return { x: Math.round(x / 20) * 20, y: Math.round(y / 20) * 20 }
}
