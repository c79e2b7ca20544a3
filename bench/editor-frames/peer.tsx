/** React Flow as its own stress example uses it: default nodes that can be moved, map, controls and background. */
import '@xyflow/react/dist/style.css'
import {
  addEdge,
  Background,
  Controls,
  MiniMap,
  ReactFlow,
  useEdgesState,
  useNodesState,
} from '@xyflow/react'
import { useCallback } from 'react'
import type { Connection } from '@xyflow/react'
import { createRoot } from 'react-dom/client'
import { framesOf } from './gestures.ts'
import { benchWindow } from './input.ts'

const { document: pipeline } = benchWindow().input
const startNodes = pipeline.nodes.map(({ id }) => ({
  id,
  position: pipeline.layout.positions[id],
  data: { label: id },
}))
const startEdges = pipeline.edges.map(({ from, to }) => ({
  id: `${from.node}-${to.node}`,
  source: from.node,
  target: to.node,
}))

benchWindow().framesOf = framesOf

function Stress() {
  const [nodes, , onNodesChange] = useNodesState(startNodes)
  const [edges, setEdges, onEdgesChange] = useEdgesState(startEdges)
  const onConnect = useCallback((made: Connection) => setEdges((before) => addEdge(made, before)), [setEdges])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onConnect={onConnect}
      minZoom={0.05}
      fitView
      onInit={(flow) => {
        benchWindow().view = {
          fit: () => void flow.fitView({ maxZoom: 1, padding: 0.12 }),
          zoom: (factor) => void flow.zoomTo(flow.getZoom() * factor),
        }
      }}
    >
      <MiniMap />
      <Controls />
      <Background />
    </ReactFlow>
  )
}

createRoot(document.getElementById('root')!).render(<Stress />)
