/** The activity behind every block: runs a segment's steps in order and keeps telling Temporal that it lives. */
import { Context } from '@temporalio/activity'
import type pg from 'pg'
import type { PlanNode, Segment, Segmentation } from '#pipeline/plan.ts'
import type { SegmentInput, SegmentOutcome } from '#workflows/types.ts'
import type { LoadedPlan, PlanCache } from './plan-cache.ts'
import type { RunFacts, StepParts } from './run-step.ts'
import { toTemporalFailure } from './step-failure.ts'
import { walkSegment } from './walk-segment.ts'

const heartbeatEveryMs = 1_000

export interface SegmentParts extends StepParts {
  plans: PlanCache
}

interface Work {
  controller: AbortController
  outcome: Promise<SegmentOutcome>
}

export function makeRunSegment(parts: SegmentParts): (input: SegmentInput) => Promise<SegmentOutcome> {
  /** A second delivery of the same segment joins the first: after an engine's restart both may be under way. */
  const underWay = new Map<string, Work>()

  function begin(input: SegmentInput): Work {
    const key = `${input.runId} ${input.segment}`
    const found = underWay.get(key)
    if (found) return found
    const controller = new AbortController()
    const outcome = runSteps(parts, input, controller.signal).finally(() => underWay.delete(key))
    const work = { controller, outcome }
    underWay.set(key, work)
    return work
  }

  return async (input) => {
    const context = Context.current()
    const heartbeat = setInterval(() => context.heartbeat(), heartbeatEveryMs)
    const work = begin(input)
    abortOnCancel(context, work.controller)
    try {
      return await work.outcome
    } catch (error) {
      throw toTemporalFailure(error)
    } finally {
      clearInterval(heartbeat)
    }
  }
}

/** Aborts with 'cancelled' for a cancelled run and with 'shutdown' when the worker stops; a lost task is no reason. */
function abortOnCancel(context: Context, controller: AbortController): void {
  context.cancelled.catch(() => {
    const details = context.cancellationDetails
    if (details?.cancelRequested) controller.abort('cancelled')
    else if (details?.workerShutdown) controller.abort('shutdown')
  })
}

async function runSteps(
  parts: SegmentParts,
  input: SegmentInput,
  signal: AbortSignal,
): Promise<SegmentOutcome> {
  const run = await loadRun(parts.pool, input)
  if (!run) return 'cancelled'
  const plan = await parts.plans.load(input.planHash, run.segmentation)
  const segment = plan.segmentOf.get(input.segment)
  if (!segment) throw new Error(`plan ${input.planHash} has no segment ${input.segment}`)
  return walkSegment(
    parts,
    { ...run, order: plan.order },
    { nodes: nodesOf(plan, segment), isLast: !plan.followed.has(segment.id), signal },
  )
}

function nodesOf(plan: LoadedPlan, segment: Segment): PlanNode[] {
  return segment.nodes.map((id) => {
    const node = plan.nodes.get(id)
    if (!node) throw new Error(`segment ${segment.id} names the unknown node ${id}`)
    return node
  })
}

interface RunRow extends Omit<RunFacts, 'order'> {
  planHash: string
  segmentation: Segmentation
}

/** Undefined for a run that has been deleted. */
async function loadRun(pool: pg.Pool, { runId, planHash }: SegmentInput): Promise<RunRow | undefined> {
  const { rows } = await pool.query<RunRow>({
    name: 'load-run',
    text: `select id as "runId", project_id as "projectId", fresh, seed::text, plan_hash as "planHash", segmentation
     from run where id = $1`,
    values: [runId],
  })
  const run = rows.at(0)
  if (run && run.planHash !== planHash) throw new Error(`run ${runId} does not have the plan ${planHash}`)
  return run
}
