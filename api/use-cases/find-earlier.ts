/** The newest run whose results a "run only this" can begin with. */
import { canonicalJson } from '#pipeline/canonical-json.ts'
import type { Plan, PlanNode } from '#pipeline/plan.ts'
import type { App } from '../app.ts'

export interface Earlier {
  parentRunId?: string
  /** Steps whose results are taken from the parent. */
  kept?: string[]
  fresh?: boolean
}

const runsLookedAt = 20

/**
 * The run that has done everything but what is besides the point, with the same settings; the node itself is then
 * computed anew.
 * Nothing where there is none: what comes before the node runs, too.
 */
export async function findEarlier(app: App, plan: Plan, besides: ReadonlySet<string>): Promise<Earlier> {
  const before = plan.nodes.filter(({ id }) => !besides.has(id))
  if (before.length === 0) return { fresh: true }
  for (const { runId, planHash } of await runsWith(app, plan, before)) {
    if (await hasSame(app, planHash, before))
      return { parentRunId: runId, kept: before.map(({ id }) => id), fresh: true }
  }
  return {}
}

/** Runs of the pipeline, newest first, in which all these steps ended well. */
async function runsWith(app: App, { pipeline }: Plan, nodes: PlanNode[]) {
  const { rows } = await app.pool.query<{ runId: string; planHash: string }>(
    `select r.id as "runId", r.plan_hash as "planHash" from run r
     where r.project_id = $1 and r.pipeline_id = $2
       and (select count(*) from step s where s.run_id = r.id and s.node = any($3)
         and s.status in ('done', 'reused')) = $4
     order by r.created_at desc, r.id desc limit $5`,
    [app.projectId, pipeline.id, nodes.map(({ id }) => id), nodes.length, runsLookedAt],
  )
  return rows
}

/** Whether a plan runs these nodes in the same way. */
async function hasSame(app: App, planHash: string, nodes: PlanNode[]): Promise<boolean> {
  const known = new Map((await readPlanNodes(app, planHash)).map((node) => [node.id, meaningOf(node)]))
  return nodes.every((node) => known.get(node.id) === meaningOf(node))
}

export async function readPlanNodes({ pool }: App, planHash: string): Promise<PlanNode[]> {
  const { rows } = await pool.query<{ nodes: PlanNode[] }>(
    'select nodes from plan_page where plan_hash = $1 order by page',
    [planHash],
  )
  return rows.flatMap((row) => row.nodes)
}

/** What a node's result depends on besides its inputs' data. */
export function meaningOf({ block, version, config, inputs }: PlanNode): string {
  return canonicalJson([block, version, config, inputs])
}
