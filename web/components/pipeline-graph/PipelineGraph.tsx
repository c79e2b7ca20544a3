import './graph.css'
import { useMemo, createContext, memo, use } from 'react'
import { useTranslation } from 'react-i18next'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import type { Language } from '#pipeline/render-text.ts'
import { arrange } from './arrange.ts'
import { BlockCard } from './BlockCard.tsx'
import type { BlockCardProps, CardTone } from './BlockCard.tsx'
import { drawableWires, blockNode, wireEdge } from './flow-parts.ts'
import { Background, BackgroundVariant, MiniMap, ReactFlow } from './flow.ts'
import type { Edge, Node, NodeProps } from './flow.ts'
import { StepFooter } from './StepFooter.tsx'
import { toneOf } from './step-words.ts'
import type { StepShown } from './step-words.ts'
import { Wire } from './Wire.tsx'

export interface PipelineGraphProps {
  document: Pick<PipelineDocument, 'nodes' | 'edges' | 'layout'>
  /** The spec of a node's block, from the catalog; undefined: unknown. */
  specOf(node: PipelineNode): BlockCardProps['spec']
  /** Steps of the run that is shown, by node. */
  steps?: ReadonlyMap<string, StepShown>
  /** Nodes that stand out, in a comparison for instance. */
  tones?: ReadonlyMap<string, CardTone>
  selected?: string
  onSelect?(node: string | undefined): void
  /** A wire was clicked: the output it comes from. */
  onWire?(from: { node: string; port: string }): void
}

const Shown = createContext<PipelineGraphProps | undefined>(undefined)

/** A pipeline to look at, with or without a run on it. Fills its parent. */
export function PipelineGraph(props: PipelineGraphProps) {
  const { t } = useTranslation('graph')
  const { document, selected, onSelect, onWire } = props
  const nodes = useFlowNodes(props)
  const edges = useFlowEdges(props)
  return (
    <Shown value={props}>
      <ReactFlow
        className="ecoki-graph"
        aria-label={t('graph')}
        nodes={nodes.map((node) => (node.id === selected ? { ...node, selected: true } : node))}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        minZoom={0.05}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        onlyRenderVisibleElements={document.nodes.length > 100}
        onNodeClick={(_, node) => onSelect?.(node.id)}
        onPaneClick={() => onSelect?.(undefined)}
        onEdgeClick={(_, edge) => onWire?.({ node: edge.source, port: edge.sourceHandle ?? '' })}
        attributionPosition="bottom-left"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} />
        {document.nodes.length > 12 && <MiniMap pannable zoomable ariaLabel={null} />}
      </ReactFlow>
    </Shown>
  )
}

function useFlowNodes({ document, specOf }: PipelineGraphProps): Node[] {
  return useMemo(() => {
    const { positions } = document.layout
    const isPlaced = document.nodes.every((node) => Object.hasOwn(positions, node.id))
    const places = isPlaced ? undefined : arrange(document, specOf)
    return document.nodes.map((node) =>
      blockNode(node, specOf(node), places?.get(node.id) ?? positions[node.id]),
    )
  }, [document, specOf])
}

function useFlowEdges({ document, specOf, steps }: PipelineGraphProps): Edge[] {
  return useMemo(() => {
    const specs = new Map(document.nodes.map((node) => [node.id, specOf(node)]))
    return drawableWires(document.edges, specs).map((edge) => ({
      ...wireEdge(edge),
      data: { rows: steps?.get(edge.from.node)?.portRows[edge.from.port] },
    }))
  }, [document, specOf, steps])
}

const ShownBlock = memo(function ShownBlock({ id, selected }: NodeProps) {
  const { i18n } = useTranslation()
  const language: Language = i18n.language === 'de' ? 'de' : 'en'
  const { document, specOf, steps, tones } = use(Shown)!
  const node = document.nodes.find((item) => item.id === id)
  if (!node) return null
  const step = steps?.get(id)
  return (
    <BlockCard
      name={id}
      spec={specOf(node)}
      block={`${node.block}@${node.version}`}
      language={language}
      tone={step ? toneOf(step.status) : (tones?.get(id) ?? 'plain')}
      isSelected={selected}
      isDisabled={node.disabled}
      footer={step && <StepFooter step={step} />}
    />
  )
})

const nodeTypes = { block: ShownBlock }
const edgeTypes = { wire: Wire }
