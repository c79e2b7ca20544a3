/** What makes two plans the same plan. */
import { canonicalJson } from './canonical-json.ts'
import { sha256Hex } from './hash.ts'
import type { Plan, PlanInput } from './plan.ts'

/** SHA-256 over mode, parameters, and of every node id, block, version, config and wires. `nodes` are in plan order. */
export function planHashOf({ mode, parameters, nodes }: Pick<Plan, 'mode' | 'parameters' | 'nodes'>): string {
  const meaning = nodes.map((node) => [node.id, node.block, node.version, node.config, node.inputs.map(wire)])
  return sha256Hex(canonicalJson({ mode, parameters, nodes: meaning }))
}

function wire({ port, from }: PlanInput): string[] {
  return [port, from.node, from.port]
}
