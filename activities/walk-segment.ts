/** Runs a segment's steps one after the other. */
import type { PlanNode } from '#pipeline/plan.ts'
import type { SegmentOutcome } from '#workflows/types.ts'
import type { AndThen, Begun, StepResult } from './ledger.ts'
import { runStep } from './run-step.ts'
import type { RunFacts, StepParts } from './run-step.ts'

export interface SegmentWalk {
  /** In an order that can run. */
  nodes: PlanNode[]
  /** No other segment waits for this one. */
  isLast: boolean
  signal: AbortSignal
}

/** What needs a failed step is left out. Throws RetryStep when a later attempt may succeed. */
export async function walkSegment(
  parts: StepParts,
  run: RunFacts,
  { nodes, isLast, signal }: SegmentWalk,
): Promise<SegmentOutcome> {
  const made = new Map<string, StepResult['outputs']>()
  let outcome: SegmentOutcome = 'ok'
  let rest = [...nodes]
  let begun: Begun | undefined
  for (let node = rest.shift(); node; node = rest.shift()) {
    const next = rest[0]
    const andThen: AndThen = next ? { begin: { runId: run.runId, node: next.id } } : { mayEndRun: isLast }
    const end = await runStep(parts, run, { node, made, begun, andThen, signal })
    if (end.status === 'cancelled') return 'cancelled'
    begun = end.begun
    if (end.outputs) made.set(node.id, end.outputs)
    if (end.status === 'done' || end.status === 'reused') continue
    outcome = 'failed'
    rest = withoutDependents(rest, node.id)
  }
  return outcome
}

function withoutDependents(nodes: PlanNode[], failed: string): PlanNode[] {
  const lost = new Set([failed])
  return nodes.filter((node) => {
    const isLost = node.inputs.some((input) => lost.has(input.from.node))
    if (isLost) lost.add(node.id)
    return !isLost
  })
}
