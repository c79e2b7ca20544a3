/** Local activities of the batch workflow: short, idempotent reads and writes of the ledger. */
import type pg from 'pg'
import { blockKey } from '#pipeline/block-spec.ts'
import type { Segment, Segmentation } from '#pipeline/plan.ts'
import type { BatchRunInput, Bookkeeping, SegmentOrder, SegmentPage } from '#workflows/types.ts'
import type { LoadedPlan, PlanCache } from './plan-cache.ts'
import { finishRun } from './run-end.ts'
import { inTransaction } from './sql.ts'

const segmentsAtOnce = 8
/** A dead worker's blocks begin again this much later; a living worker joins a second delivery to the first. */
const heartbeatMs = 5_000

export function makeBookkeeping(pool: pg.Pool, plans: PlanCache): Bookkeeping {
  return {
    async beginRun({ runId, planHash }: BatchRunInput) {
      await pool.query(
        `update run set status = 'running', started_at = coalesce(started_at, now())
         where id = $1 and plan_hash = $2 and status in ('queued', 'stalled')`,
        [runId, planHash],
      )
    },
    async loadPage(runId, planHash, page) {
      const { rows } = await pool.query<{ segmentation: Segmentation }>(
        'select segmentation from run where id = $1',
        [runId],
      )
      if (!rows[0]) return nothingLeft
      const plan = await plans.load(planHash, rows[0].segmentation)
      const settled = await notOkNodes(pool, runId)
      return cutPage(plan, page, settled)
    },
    async finishRun(runId) {
      await inTransaction(pool, (client) => finishRun(client, runId))
    },
  }
}

/** For a run that was deleted while an engine with an old memory still goes on with it. */
const nothingLeft: SegmentPage = { segments: [], last: true, parallel: segmentsAtOnce }

/** Nodes that did not end well so far. */
async function notOkNodes(pool: pg.Pool, runId: string): Promise<Set<string>> {
  const { rows } = await pool.query<{ node: string }>(
    `select node from step where run_id = $1 and status not in ('done', 'reused')`,
    [runId],
  )
  return new Set(rows.map((row) => row.node))
}

function cutPage(plan: LoadedPlan, page: number, notOk: Set<string>): SegmentPage {
  const cut = plan.segments.slice(plan.pageStarts[page], plan.pageStarts[page + 1])
  const placeOf = new Map(cut.map((segment, index) => [segment.id, index]))
  const isNotOk = (id: string) => plan.segmentOf.get(id)?.nodes.some((node) => notOk.has(node)) ?? false
  return {
    segments: cut.map((segment): SegmentOrder => ({
      id: segment.id,
      activityType: activityTypeOf(plan, segment),
      after: segment.after.flatMap((id) => placeOf.get(id) ?? []),
      blocked: segment.after.some((id) => !placeOf.has(id) && isNotOk(id)),
      heartbeatMs,
    })),
    last: page + 1 >= plan.pageStarts.length,
    parallel: segmentsAtOnce,
  }
}

function activityTypeOf(plan: LoadedPlan, segment: Segment): string {
  if (segment.nodes.length > 1) return 'segment'
  const node = plan.nodes.get(segment.nodes[0])
  if (!node) throw new Error(`segment ${segment.id} names an unknown node`)
  return blockKey(node.block, node.version)
}
