/** The chain from readers to a node: stored with every model, it says how tags become predictions. */
import { planHashOf } from './plan-hash.ts'
import type { Plan, PlanNode } from './plan.ts'

/** The part of a plan that a node needs, the node included, as a plan of its own with its own hash. Throws for an unknown node. */
export function lineage(plan: Plan, nodeId: string): Plan {
  const byId = new Map<string, PlanNode>(plan.nodes.map((node) => [node.id, node]))
  if (!byId.has(nodeId)) throw new Error(`no node ${JSON.stringify(nodeId)} in the plan`)
  const needed = new Set([nodeId])
  for (const id of needed) for (const input of byId.get(id)?.inputs ?? []) needed.add(input.from.node)
  const nodes = plan.nodes.filter((node) => needed.has(node.id))
  return { ...plan, nodes, planHash: planHashOf({ ...plan, nodes }) }
}
