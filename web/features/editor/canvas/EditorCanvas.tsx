import '../../../components/pipeline-graph/graph.css'
import './canvas.css'
import { useMemo, useState } from 'react'
import type { DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument } from '#pipeline/document.ts'
import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useFlowStore,
  useReactFlow,
} from '../../../components/pipeline-graph/flow.ts'
import type { Edge } from '../../../components/pipeline-graph/flow.ts'
import { specOf } from '../state/catalog.ts'
import { useEditor, useEditorState } from '../state/EditorContext.tsx'
import { openData } from '../data/open-data.ts'
import { EditorNode } from './EditorNode.tsx'
import { EditorWire } from './EditorWire.tsx'
import { FarContext, isFarAway } from './far.ts'
import { FittingBlocks } from './FittingBlocks.tsx'
import { FlowModel } from './flow-model.ts'
import { GroupFrame } from './GroupFrame.tsx'
import { NoteNode } from './NoteNode.tsx'
import { RefusedWire } from './RefusedWire.tsx'
import { placeBlock } from '../palette/place-block.ts'
import { useCanvasChanges } from './use-canvas-changes.ts'
import { useCanvasView } from './use-canvas-view.ts'
import { useConnecting } from './use-connecting.ts'
import { WireHint } from './WireHint.tsx'

const nodeTypes = { block: EditorNode, note: NoteNode, 'group-frame': GroupFrame }
const edgeTypes = { wire: EditorWire }
// A new list or object at every frame would make every node and wire look at it again.
const grid: [number, number] = [20, 20]
const severalKeys = ['Shift', 'Control', 'Meta']
const openWire = (_: unknown, edge: Edge) => openData({ node: edge.source, port: edge.sourceHandle ?? '' })

/** The pipeline as a drawing that can be changed. */
export function EditorCanvas() {
  return (
    <ReactFlowProvider>
      <Canvas />
    </ReactFlowProvider>
  )
}

function Canvas() {
  const { t } = useTranslation('editor')
  const { catalog } = useEditor()
  const document = useEditorState((state) => state.document)
  const selection = useEditorState((state) => state.selection)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const isLarge = document.nodes.length > 60
  const [view] = useState(() => firstView(document))
  const isFar = useFlowStore(isFarAway)
  const [model] = useState(() => new FlowModel((node) => specOf(catalog, node)))
  const changes = useCanvasChanges()
  const connecting = useConnecting()
  const nodes = useMemo(
    () => model.nodesOf({ document, selection, dragged: changes.dragged }),
    [model, document, selection, changes.dragged],
  )
  const edges = useMemo(() => model.edgesOf({ document, selection }), [model, document, selection])
  useCanvasView()
  return (
    <FarContext value={isFar}>
      <div className="ecoki-canvas" {...useDropping()}>
        <ReactFlow
          className="ecoki-graph"
          aria-label={t('canvas.title')}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={changes.onNodesChange}
          onEdgesChange={changes.onEdgesChange}
          onNodeDragStop={changes.onDragStop}
          onSelectionDragStop={changes.onDragStop}
          onConnect={connecting.onConnect}
          onConnectStart={connecting.onConnectStart}
          onConnectEnd={connecting.onConnectEnd}
          onReconnect={connecting.onReconnect}
          onReconnectEnd={connecting.onReconnectEnd}
          isValidConnection={connecting.isValid}
          onEdgeClick={openWire}
          connectOnClick={false}
          onEdgeDoubleClick={connecting.onDoubleClick}
          edgesReconnectable={!isReadOnly}
          nodesDraggable={!isReadOnly}
          nodesConnectable={!isReadOnly}
          onlyRenderVisibleElements={isLarge}
          connectionRadius={22}
          snapToGrid
          snapGrid={grid}
          minZoom={0.05}
          maxZoom={2}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={severalKeys}
          deleteKeyCode={null}
          zoomOnDoubleClick={false}
          fitView
          fitViewOptions={view}
          attributionPosition="bottom-left"
        >
          <Background variant={BackgroundVariant.Dots} gap={20} />
          {isMapped(document.nodes.length) && <MiniMap pannable zoomable ariaLabel={t('canvas.map')} />}
          <WireHint />
        </ReactFlow>
        {connecting.dropped && <FittingBlocks wire={connecting.dropped} onClose={connecting.close} />}
        {connecting.refused && <RefusedWire refusal={connecting.refused} onClose={connecting.close} />}
      </div>
    </FarContext>
  )
}

/** Small enough to be drawn as a whole, large enough to get lost in. */
function isMapped(count: number): boolean {
  return count > 6 && count <= 1_500
}

const allNodes = { maxZoom: 1, padding: 0.12 }

/** Everything; of very many nodes the first ones, large enough to be read. */
function firstView({ nodes }: PipelineDocument) {
  return nodes.length <= 150
    ? allNodes
    : { ...allNodes, nodes: nodes.slice(0, 20).map(({ id }) => ({ id })), minZoom: 0.4 }
}

/** Blocks that are dragged here from the palette. */
function useDropping() {
  const editor = useEditor()
  const flow = useReactFlow()
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      const spec = editor.catalog.newest.find(
        ({ key }) => key === event.dataTransfer.getData('text/ecoki-block'),
      )?.spec
      if (!spec) return
      event.preventDefault()
      placeBlock(editor, spec, flow.screenToFlowPosition({ x: event.clientX - 100, y: event.clientY - 20 }))
    },
  }
}
