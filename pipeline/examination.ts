/** What is known while a document is looked through: the steps of validate() share and fill this. */
import type { BlockType, Catalog } from './block-spec.ts'
import type { PipelineDocument, PipelineNode } from './document.ts'
import type { Graph, PlacedFinding } from './graph.ts'
import type { ResolvedParameters } from './parameters.ts'
import type { PortSchema } from './ports.ts'

/** A wire as its input sees it. */
export interface Source {
  node: string
  port: string
}

/** A node that takes part (neither disabled nor in want of a disabled one). */
export interface NodeState {
  node: PipelineNode
  block?: BlockType
  /** Parsed, parameters put in. Absent: wrong. */
  config?: { value: unknown }
  /** Wires by input port, sorted; also to ports that do not exist. */
  inputs: Map<string, Source[]>
  /** Something about ports or wires is wrong, so propagation stops here. */
  isBroken: boolean
  /** Nothing more can be said about this node until something else is right. */
  isJudged: boolean
  level?: number
  /** Null-prototype record of what propagation knows. */
  outputs?: Record<string, PortSchema>
}

export interface Examination {
  document: PipelineDocument
  catalog: Catalog
  language: 'de' | 'en'
  graph: Graph
  parameters: ResolvedParameters
  /** Nodes that take part, by id in code unit order. */
  states: Map<string, NodeState>
  /** Ids in topological order, ties by id; without cycles and what is behind them. */
  order: string[]
  findings: PlacedFinding[]
}

export function report(
  examination: Examination,
  node: string | undefined,
  ...findings: PlacedFinding['finding'][]
): void {
  for (const finding of findings) examination.findings.push({ node, finding })
}

/** A record that may have members of any name. */
export function emptyRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}
