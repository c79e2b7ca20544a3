/** A document without errors becomes a plan. */
import type { Catalog } from './block-spec.ts'
import { emptyRecord } from './examination.ts'
import type { Examination, NodeState } from './examination.ts'
import { examine } from './examine.ts'
import type { ValidateOptions } from './examine.ts'
import { compareText } from './graph.ts'
import type { Issue } from './issue.ts'
import { planHashOf } from './plan-hash.ts'
import type { Plan, PlanInput, PlanNode } from './plan.ts'
import { hasErrors } from './validate.ts'

export interface Compilation {
  /** Absent when there is an issue of severity error. */
  plan?: Plan
  issues: Issue[]
}

/** Deterministic: neither the order of nodes and edges nor the layout of the document matters. */
export function compile(document: unknown, catalog: Catalog, options?: ValidateOptions): Compilation {
  const { issues, examination } = examine(document, catalog, options)
  if (!examination || hasErrors(issues)) return { issues }
  return { plan: makePlan(examination), issues }
}

function makePlan(examination: Examination): Plan {
  const { id, name, mode } = examination.document
  const nodes = examination.order.map((node) => planNode(node, examination.states.get(node)))
  const content = { mode, parameters: examination.parameters.values, nodes }
  return { pipeline: { id, name }, ...content, planHash: planHashOf(content) }
}

function planNode(id: string, state: NodeState | undefined): PlanNode {
  if (!state?.block || !state.config || !state.outputs || state.level === undefined) {
    throw new Error(`node ${JSON.stringify(id)} has no error but is not known either`)
  }
  return {
    id,
    block: state.node.block,
    version: state.node.version,
    config: state.config.value,
    inputs: planInputs(state),
    level: state.level,
    outputs: Object.assign(emptyRecord(), state.outputs),
    timeouts: state.block.spec.timeouts,
    retry: state.block.spec.retry,
  }
}

function planInputs(state: NodeState): PlanInput[] {
  const inputs = [...state.inputs].map(([port, [{ node, port: output }]]) => ({
    port,
    from: { node, port: output },
  }))
  return inputs.sort((a, b) => compareText(a.port, b.port))
}
