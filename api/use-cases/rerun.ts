/** A new run with the pinned plan and inputs of an earlier one: whole, or from a step on. */
import { DomainError } from '#pipeline/domain-error.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { Issue } from '#pipeline/issue.ts'
import type { Plan, PlanNode, Segmentation } from '#pipeline/plan.ts'
import type { App } from '../app.ts'
import { acceptRun } from './start-run.ts'

export interface RerunRequest {
  runId: string
  /** Run this node and everything after it again; take all else from the parent. Default: what did not end well. */
  from?: string
  /** Compute every step again. */
  fresh?: boolean
}

interface ParentRow {
  document: PipelineDocument
  plan_hash: string
  mode: Plan['mode']
  parameters: Record<string, unknown>
  segmentation: Segmentation
  seed: string
  issues: Issue[]
  pipeline_id: string
  pipeline_name: string
}

/** Throws DomainError 'run-unknown' or 'node-unknown'. */
export async function rerun(app: App, request: RerunRequest): Promise<string> {
  try {
    return await rerunOnce(app, request)
  } catch (error) {
    if ((error as { code?: string }).code !== foreignKeyViolation) throw error
    // The parent, or a run whose result it took, has just been deleted: what is there now decides.
    return rerunOnce(app, request)
  }
}

const foreignKeyViolation = '23503'

async function rerunOnce(app: App, request: RerunRequest): Promise<string> {
  const parent = await readParent(app, request.runId)
  const plan = await readPlan(app, parent)
  const kept = request.fresh ? [] : await keptSteps(app, plan.nodes, request)
  return acceptRun(app, {
    document: parent.document,
    plan,
    issues: parent.issues,
    fresh: request.fresh ?? false,
    segmentation: parent.segmentation,
    seed: Number(parent.seed),
    parentRunId: request.runId,
    kept,
  })
}

async function readParent(app: App, runId: string): Promise<ParentRow> {
  const { rows } = await app.pool.query<ParentRow>(
    `select document, plan_hash, mode, parameters, segmentation, seed, issues, pipeline_id, pipeline_name
     from run where id::text = $1 and project_id = $2`,
    [runId, app.projectId],
  )
  if (!rows[0]) throw new DomainError('run-unknown', { run: runId })
  return rows[0]
}

async function readPlan(app: App, parent: ParentRow): Promise<Plan> {
  const { rows } = await app.pool.query<{ nodes: PlanNode[] }>(
    'select nodes from plan_page where plan_hash = $1 order by page',
    [parent.plan_hash],
  )
  return {
    pipeline: { id: parent.pipeline_id, name: parent.pipeline_name },
    mode: parent.mode,
    parameters: parent.parameters,
    nodes: rows.flatMap((row) => row.nodes),
    planHash: parent.plan_hash,
  }
}

/** Steps whose results are kept: those that ended well and do not come after a step that runs again. */
async function keptSteps(app: App, nodes: PlanNode[], { runId, from }: RerunRequest): Promise<string[]> {
  if (from !== undefined && !nodes.some((node) => node.id === from)) {
    throw new DomainError('node-unknown', { node: from, known: nodes.map((node) => node.id) })
  }
  const { rows } = await app.pool.query<{ node: string; status: string }>(
    'select node, status from step where run_id = $1',
    [runId],
  )
  const again = new Set(rows.filter((row) => !['done', 'reused'].includes(row.status)).map((row) => row.node))
  // A whole rerun of a run that ended well takes nothing for granted but what the reuse keys allow.
  if (from === undefined && again.size === 0) return []
  if (from !== undefined) again.add(from)
  for (const node of nodes) if (node.inputs.some((input) => again.has(input.from.node))) again.add(node.id)
  return nodes.map((node) => node.id).filter((id) => !again.has(id))
}
