/** The compiled pipeline: what a run executes. Deterministic, plain JSON, without layout. */
import type { BlockSpec, Mode } from './block-spec.ts'
import type { PortSchema } from './ports.ts'

export interface PlanInput {
  /** Input port of this node. */
  port: string
  from: { node: string; port: string }
}

export interface PlanNode {
  id: string
  block: string
  version: number
  /** Parsed by the block's schema, parameters put in, defaults filled. */
  config: unknown
  /** Sorted by port name. */
  inputs: PlanInput[]
  /** Longest way from a source; nodes of one level do not depend on each other. */
  level: number
  /** What propagation promises at each output port. */
  outputs: Record<string, PortSchema>
  timeouts: BlockSpec['timeouts']
  retry: BlockSpec['retry']
}

/** Blocks run one after the other by one activity. */
export interface Segment {
  /** The node's id for a single node; otherwise 'segment-' and the first node's id. */
  id: string
  nodes: string[]
  /** Ids of the segments that must be done first, sorted. */
  after: string[]
}

export type Segmentation = 'node' | 'whole'

export interface Plan {
  pipeline: { id: string; name: string }
  mode: Mode
  /** Resolved parameter values, keys sorted. */
  parameters: Record<string, unknown>
  /** Topological; ties are broken by id, so the order does not depend on the document's. */
  nodes: PlanNode[]
  /** SHA-256 over pipeline meaning: nodes, edges, config, block versions, parameters, mode. Neither layout nor segmentation. */
  planHash: string
}
