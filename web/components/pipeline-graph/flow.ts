/** The only door to the library that draws graphs: everything of it that EcoKI uses. */
import '@xyflow/react/dist/base.css'

export {
  applyNodeChanges,
  BaseEdge,
  Background,
  BackgroundVariant,
  EdgeLabelRenderer,
  getBezierPath,
  Handle,
  MiniMap,
  Position,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useConnection,
  useReactFlow,
  ViewportPortal,
  useStore as useFlowStore,
  useStoreApi as useFlowStoreApi,
  useUpdateNodeInternals,
} from '@xyflow/react'
export type {
  Connection,
  Edge,
  EdgeChange,
  EdgeProps,
  FinalConnectionState,
  Node,
  NodeChange,
  NodeProps,
  OnConnectStartParams,
  ReactFlowInstance,
  Viewport,
} from '@xyflow/react'
