/** The chain from readers to a node: stored with every model, it says how tags become predictions. */
import { planHashOf } from './plan-hash.ts'
import type { Plan, PlanNode } from './plan.ts'

/** The nodes of a plan that a node needs, itself included, in the plan's order. Throws for an unknown node. */
export function upstreamNodes(plan: Pick<Plan, 'nodes'>, nodeId: string): PlanNode[] {
  const byId = new Map<string, PlanNode>(plan.nodes.map((node) => [node.id, node]))
  if (!byId.has(nodeId)) throw new Error(`no node ${JSON.stringify(nodeId)} in the plan`)
  const needed = new Set([nodeId])
  for (const id of needed) for (const input of byId.get(id)?.inputs ?? []) needed.add(input.from.node)
  return plan.nodes.filter((node) => needed.has(node.id))
}

/** The part of a plan that a node needs as a plan of its own, with its own hash. Throws for an unknown node. */
export function lineage(plan: Plan, nodeId: string): Plan {
  const nodes = upstreamNodes(plan, nodeId)
  return { ...plan, nodes, planHash: planHashOf({ ...plan, nodes }) }
}
