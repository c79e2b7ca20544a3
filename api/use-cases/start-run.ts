/** Accepts a run: when this returns, the run exists, whatever happens to the processes. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { v7 as uuid } from 'uuid'
import { takeReferences } from '#datasets/references.ts'
import { documentHash } from '#datasets/topology/topology.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { Issue } from '#pipeline/issue.ts'
import { makeIssue } from '#pipeline/make-issue.ts'
import { parseDocument } from '#pipeline/parse-document.ts'
import type { Plan, Segmentation } from '#pipeline/plan.ts'
import { segmentPlan } from '#pipeline/segment.ts'
import type { App } from '../app.ts'
import { lockPlanShared } from './plan-lock.ts'
import { recordChange } from '../audit/record.ts'
import { findEarlier } from './find-earlier.ts'
import { launchRun } from './launch-run.ts'
import { prepareFinding } from './prepare-findings.ts'
import { preparePipeline } from './prepare-pipeline.ts'
import type { PrepareRequest } from './prepare-pipeline.ts'
import type { RunPart } from './run-views.ts'

export interface StartRequest extends PrepareRequest {
  /** Compute everything again. */
  fresh?: boolean
  segmentation?: Segmentation
  /** Whole number from 0 to 2^53 - 1. */
  seed?: number
  /** The saved version that the document is. */
  revision?: number
  /** What part of the document this is, and the hash of the whole. */
  part?: RunPart
  documentHash?: string
  /** Steps whose results other runs have. */
  taken?: TakenSteps[]
  /** Called in the run's transaction with what will be answered. */
  keep?: (client: pg.ClientBase, started: Started) => Promise<void>
}

export type Started = { runId: string; issues: Issue[] } | { runId?: undefined; issues: Issue[] }

/** Without runId nothing was started and issues say why; otherwise issues are warnings. */
export async function startRun(app: App, request: StartRequest): Promise<Started> {
  const { document, plan, issues } = await preparePipeline(app, request)
  if (!document || !plan) return { issues }
  if (plan.mode === 'streaming') return { issues: [...issues, streamingRefused(request)] }
  issues.push(...(await lackingBlocks(app, plan, request)))
  const runId = await acceptRun(app, {
    document,
    plan,
    issues,
    fresh: request.fresh ?? false,
    segmentation: request.segmentation ?? 'node',
    seed: request.seed ?? 0,
    source: sourceOf(request),
    keep: (client, id) => request.keep?.(client, { runId: id, issues }),
    taken: request.taken,
    ...(request.part?.kind === 'only' ? await findEarlier(app, plan, exceptTaken(request)) : {}),
  })
  return { runId, issues }
}

/** The node alone, and what need not be looked for. */
function exceptTaken({ part, taken = [] }: StartRequest): Set<string> {
  return new Set([part!.node, ...taken.flatMap(({ nodes }) => nodes)])
}

/** What people recognise the run's document by. */
function sourceOf({ document, revision, part, documentHash: known }: StartRequest): RunSource {
  const parsed = known === undefined ? parseDocument(document) : undefined
  const hash = parsed && 'document' in parsed ? documentHash(parsed.document) : known
  return { revision, part, documentHash: hash }
}

/** A warning when the run will wait because no worker that is alive can run some of its blocks. */
async function lackingBlocks({ pool }: App, plan: Plan, { language }: StartRequest): Promise<Issue[]> {
  const needed = [...new Set(plan.nodes.map((node) => blockKey(node.block, node.version)))]
  const { rows } = await pool.query<{ key: string }>(
    `select key from unnest($1::text[]) key where not exists (
       select from worker where key = any(blocks) and seen_at > now() - interval '15 seconds') order by key`,
    [needed],
  )
  if (rows.length === 0) return []
  const blocks = rows.map((row) => row.key).join(', ')
  return [makeIssue(prepareFinding('worker-lacks-block', { blocks }), { mode: plan.mode, language })]
}

function streamingRefused({ language }: StartRequest): Issue {
  return makeIssue(prepareFinding('mode-streaming', {}, 'mode'), { mode: 'streaming', language })
}

/** Steps of a run of the same project that ended well. */
export interface TakenSteps {
  run: string
  nodes: string[]
}

export interface AcceptedRun {
  document: PipelineDocument
  plan: Plan
  issues: Issue[]
  fresh: boolean
  segmentation: Segmentation
  seed: number
  parentRunId?: string
  /** Steps whose results are taken from the parent. */
  kept?: string[]
  /** The same of other runs. */
  taken?: TakenSteps[]
  source?: RunSource
  /** Called in the transaction, first of all. */
  keep?: (client: pg.ClientBase, runId: string) => Promise<void> | undefined
}

/** What was run: of which saved version, which part of it, and the hash of the whole document. */
export interface RunSource {
  revision?: number
  part?: RunPart
  documentHash?: string
}

const nodesPerPage = 500
const launchPatienceMs = 1_000

/** Writes run, steps and plan in one transaction, then tells the engine; the reconciler does so where that fails. */
export async function acceptRun(app: App, accepted: AcceptedRun): Promise<string> {
  const runId = uuid()
  const client = await app.pool.connect()
  try {
    await client.query('begin isolation level read committed')
    await accepted.keep?.(client, runId)
    await writePlan(client, accepted.plan)
    await writeRun(client, app, runId, accepted)
    await writeSteps(client, app.projectId, runId, accepted)
    await referFiles(client, app, runId, accepted.plan)
    await recordStart(client, app, runId, accepted)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
  const { planHash, pipeline } = accepted.plan
  // Whoever starts a run need not wait for an engine that is away.
  await Promise.race([
    launchRun(app, { runId, planHash, name: pipeline.name }),
    sleep(launchPatienceMs, undefined, { ref: false }),
  ])
  return runId
}

async function recordStart(
  client: pg.PoolClient,
  app: App,
  runId: string,
  { plan, parentRunId }: AcceptedRun,
): Promise<void> {
  await recordChange((sql, parameters) => client.query(sql, parameters), app, {
    action: parentRunId === undefined ? 'run.start' : 'run.rerun',
    object: { kind: 'run', id: runId },
    after: plan.planHash,
  })
}

async function writePlan(client: pg.PoolClient, { planHash, nodes }: Plan): Promise<void> {
  await client.query(lockPlanShared, [planHash])
  for (let page = 0; page * nodesPerPage < nodes.length; page++) {
    await client.query(
      'insert into plan_page (plan_hash, page, nodes) values ($1, $2, $3) on conflict do nothing',
      [planHash, page, JSON.stringify(nodes.slice(page * nodesPerPage, (page + 1) * nodesPerPage))],
    )
  }
}

async function writeRun(
  client: pg.PoolClient,
  { projectId, actor }: App,
  runId: string,
  run: AcceptedRun,
): Promise<void> {
  await client.query(
    `insert into run (id, project_id, pipeline_id, pipeline_name, document, plan_hash, mode, parameters, segmentation,
       fresh, seed, parent_run_id, issues, actor_kind, actor_name, pipeline_revision, document_hash, part)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      runId, projectId, run.plan.pipeline.id, run.plan.pipeline.name, JSON.stringify(run.document), run.plan.planHash,
      run.plan.mode, JSON.stringify(run.plan.parameters), run.segmentation, run.fresh, run.seed,
      run.parentRunId ?? null, JSON.stringify(run.issues), actor.kind, actor.name, run.source?.revision ?? null,
      run.source?.documentHash ?? null, run.source?.part ? JSON.stringify(run.source.part) : null,
    ], // prettier-ignore
  )
}

async function writeSteps(
  client: pg.PoolClient,
  projectId: string,
  runId: string,
  run: AcceptedRun,
): Promise<void> {
  const segments = segmentPlan(run.plan, run.segmentation)
  const segmentOf = new Map(
    segments.flatMap((segment) => segment.nodes.map((node) => [node, segment.id] as const)),
  )
  const steps = run.plan.nodes.map((node, position) => ({
    node: node.id,
    block: node.block,
    version: node.version,
    segment: segmentOf.get(node.id),
    position,
  }))
  await client.query(
    `insert into step (run_id, node, project_id, position, segment, block, version)
     select $1, s.node, $2, s.position, s.segment, s.block, s.version
     from jsonb_to_recordset($3::jsonb) as s(node text, position int, segment text, block text, version int)`,
    [runId, projectId, JSON.stringify(steps)],
  )
  if (run.parentRunId && run.kept?.length) await keepSteps(client, runId, run.parentRunId, run.kept)
  for (const { run: other, nodes } of run.taken ?? []) await keepSteps(client, runId, other, nodes)
}

/** The files that readers are pinned to stay as long as the run, so that it can be run again. */
async function referFiles(client: pg.PoolClient, app: App, runId: string, plan: Plan): Promise<void> {
  for (const { id, block, version, config } of plan.nodes) {
    const field = app.catalog.find(block, version)?.spec.fileField
    const file = field === undefined ? undefined : (config as Record<string, unknown>)[field]
    if (isFileRef(file))
      await takeReferences(client, { projectId: app.projectId, runId, node: id }, [file.hash])
  }
}

async function keepSteps(
  client: pg.PoolClient,
  runId: string,
  parentRunId: string,
  kept: string[],
): Promise<void> {
  await client.query(
    `insert into object_reference (hash, project_id, run_id, node)
     select hash, project_id, $1, node from object_reference where run_id = $2 and node = any($3)
     on conflict do nothing`,
    [runId, parentRunId, kept],
  )
  await client.query(
    `update step s set status = 'reused', outputs = p.outputs, rows = p.rows, bytes = p.bytes,
       reuse_key = p.reuse_key, reused_from = coalesce(p.reused_from, p.run_id), started_at = now(), finished_at = now()
     from step p where s.run_id = $1 and p.run_id = $2 and s.node = p.node and s.node = any($3)
       and p.status in ('done', 'reused')`,
    [runId, parentRunId, kept],
  )
}
