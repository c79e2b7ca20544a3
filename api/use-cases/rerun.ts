/** A new run with the pinned plan and inputs of an earlier one: whole, or from a step on. */
import { compile } from '#pipeline/compile.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { Issue } from '#pipeline/issue.ts'
import type { Plan, PlanNode, Segmentation } from '#pipeline/plan.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from '../app.ts'
import { meaningOf, readPlanNodes } from './find-earlier.ts'
import type { RunPart } from './run-views.ts'
import { acceptRun } from './start-run.ts'
import type { Started } from './start-run.ts'

export interface RerunRequest {
  runId: string
  /** Run this node and everything after it again; take all else from the parent. Default: what did not end well. */
  from?: string
  /** Compute every step again. */
  fresh?: boolean
  /** Values of parameters that take the place of the parent's. */
  parameters?: Record<string, unknown>
  /** Of issues; default English. */
  language?: Language
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
  pipeline_revision: number | null
  document_hash: string | null
  part: RunPart | null
}

/** The id of the new run. Throws DomainError 'run-unknown', 'node-unknown', or 'document-invalid' with issues. */
export async function rerun(app: App, request: RerunRequest): Promise<string> {
  const { runId, issues } = await startAgain(app, request)
  if (runId === undefined) throw new DomainError('document-invalid', { issues })
  return runId
}

/** Without runId nothing was started and issues say why: a parameter's value. Throws 'run-unknown' or 'node-unknown'. */
export async function startAgain(app: App, request: RerunRequest): Promise<Started> {
  try {
    return await rerunOnce(app, request)
  } catch (error) {
    if ((error as { code?: string }).code !== foreignKeyViolation) throw error
    // The parent, or a run whose result it took, has just been deleted: what is there now decides.
    return rerunOnce(app, request)
  }
}

const foreignKeyViolation = '23503'

async function rerunOnce(app: App, request: RerunRequest): Promise<Started> {
  const parent = await readParent(app, request.runId)
  const before = await readPlanNodes(app, parent.plan_hash)
  const { plan, issues } = request.parameters ? recompile(app, parent, request) : samePlan(parent, before)
  if (!plan) return { issues }
  const kept = request.fresh ? [] : await keptSteps(app, { before, plan, request })
  const runId = await acceptRun(app, {
    document: parent.document,
    plan,
    issues,
    fresh: request.fresh ?? false,
    segmentation: parent.segmentation,
    seed: Number(parent.seed),
    parentRunId: request.runId,
    kept,
    source: {
      revision: parent.pipeline_revision ?? undefined,
      documentHash: parent.document_hash ?? undefined,
      part: parent.part ?? undefined,
    },
  })
  return { runId, issues }
}

async function readParent(app: App, runId: string): Promise<ParentRow> {
  const { rows } = await app.pool.query<ParentRow>(
    `select document, plan_hash, mode, parameters, segmentation, seed, issues, pipeline_id, pipeline_name,
       pipeline_revision, document_hash, part
     from run where id::text = $1 and project_id = $2`,
    [runId, app.projectId],
  )
  if (!rows[0]) throw new DomainError('run-unknown', { run: runId })
  return rows[0]
}

interface Replanned {
  plan?: Plan
  issues: Issue[]
}

function samePlan(parent: ParentRow, nodes: PlanNode[]): Replanned {
  const { mode, parameters, issues, plan_hash: planHash } = parent
  const pipeline = { id: parent.pipeline_id, name: parent.pipeline_name }
  return { plan: { pipeline, mode, parameters, nodes, planHash }, issues }
}

/** Files are pinned and schemas frozen in the parent's document, so nothing has to be looked at again. */
function recompile(app: App, parent: ParentRow, { parameters, language }: RerunRequest): Replanned {
  const values = { ...parent.parameters, ...parameters }
  return compile(parent.document, app.catalog, { parameters: values, language })
}

/** Steps whose results are kept: unchanged, ended well, and not after a step that runs again. */
async function keptSteps(
  app: App,
  { before, plan, request }: { before: PlanNode[]; plan: Plan; request: RerunRequest },
): Promise<string[]> {
  const { runId, from } = request
  const { nodes } = plan
  if (from !== undefined && !nodes.some((node) => node.id === from)) {
    throw new DomainError('node-unknown', { node: from, known: nodes.map((node) => node.id) })
  }
  const good = await stepsThatEndedWell(app, runId)
  const old = new Map(before.map((node) => [node.id, meaningOf(node)]))
  const again = new Set(
    nodes.filter((node) => !good.has(node.id) || old.get(node.id) !== meaningOf(node)).map((node) => node.id),
  )
  // A whole rerun of a run that ended well takes nothing for granted but what the reuse keys allow.
  if (from === undefined && again.size === 0) return []
  if (from !== undefined) again.add(from)
  for (const node of nodes) if (node.inputs.some((input) => again.has(input.from.node))) again.add(node.id)
  return nodes.map((node) => node.id).filter((id) => !again.has(id))
}

async function stepsThatEndedWell({ pool }: App, runId: string): Promise<Set<string>> {
  const { rows } = await pool.query<{ node: string }>(
    `select node from step where run_id = $1 and status in ('done', 'reused')`,
    [runId],
  )
  return new Set(rows.map((row) => row.node))
}
