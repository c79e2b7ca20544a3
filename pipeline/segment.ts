/** Which blocks one activity runs. Never changes results and is no part of the plan's hash. */
import type { Plan, PlanNode, Segment, Segmentation } from './plan.ts'

/** 'node': each block alone, so that histories can be read; 'whole': all blocks in one. In an order that can run. */
export function segmentPlan(plan: Pick<Plan, 'nodes'>, segmentation: Segmentation): Segment[] {
  if (segmentation === 'node') return plan.nodes.map(singleSegment)
  if (plan.nodes.length === 0) return []
  if (plan.nodes.length === 1) return [singleSegment(plan.nodes[0])]
  const nodes = plan.nodes.map((node) => node.id)
  return [{ id: `segment-${nodes[0]}`, nodes, after: [] }]
}

function singleSegment(node: PlanNode): Segment {
  const sources = new Set(node.inputs.map((input) => input.from.node))
  return { id: node.id, nodes: [node.id], after: [...sources].sort() }
}
