/** A run as people and programs see it: states, counts, outputs by reference. Equal results give equal outputs. */
import type { StoredValue } from '#datasets/store.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Issue } from '#pipeline/issue.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import type { RunStatus, StepStatus } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'

export interface StepView {
  node: string
  /** block@version */
  block: string
  status: StepStatus
  attempts: number
  rows: number | null
  durationMs: number | null
  reused: boolean
}

export interface StepDetail extends StepView {
  error: { code: string; params: Record<string, unknown>; message: string } | null
  progress: { done: number; total?: number } | null
  reusedFrom: string | null
}

export type OutputView =
  { hash: string; schema: PortSchema; rows: number | null; bytes: number } | { value: unknown }

/** What a block had to say, also of the earlier run whose result a step took. */
export interface LogView {
  node: string
  level: 'info' | 'warning'
  code: string
  params: Record<string, unknown>
}

export interface RunView {
  run: string
  status: RunStatus
  pipeline: { id: string; name: string }
  planHash: string
  durationMs: number | null
  createdAt: string
  parentRun: string | null
  steps: StepDetail[]
  /** By node and port, keys sorted. */
  outputs: Record<string, Record<string, OutputView>>
  issues: Issue[]
  logs: LogView[]
}

interface RunRow {
  status: RunStatus
  pipeline_id: string
  pipeline_name: string
  plan_hash: string
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  parent_run_id: string | null
  issues: Issue[]
}

interface StepRow {
  node: string
  block: string
  version: number
  status: StepStatus
  attempt: number
  rows: string | null
  outputs: Record<string, StoredValue> | null
  error: StepDetail['error']
  progress: StepDetail['progress']
  reused_from: string | null
  started_at: Date | null
  finished_at: Date | null
}

/** Throws DomainError 'run-unknown' for runs of other projects as for none. */
export async function getRun(app: Pick<App, 'pool' | 'projectId'>, runId: string): Promise<RunView> {
  const run = await readRun(app, runId)
  const { rows: steps } = await app.pool.query<StepRow>(
    `select s.node, s.block, s.version, s.status, s.attempt, s.rows, s.outputs, s.error, s.reused_from, s.started_at,
       s.finished_at, a.progress
     from step s left join attempt a on a.run_id = s.run_id and a.node = s.node and a.number = s.attempt
     where s.run_id = $1 order by s.position`,
    [runId],
  )
  return {
    run: runId,
    status: run.status,
    pipeline: { id: run.pipeline_id, name: run.pipeline_name },
    planHash: run.plan_hash,
    durationMs: spanMs(run.created_at, run.finished_at),
    createdAt: run.created_at.toISOString(),
    parentRun: run.parent_run_id,
    steps: steps.map(viewStep),
    outputs: viewOutputs(steps),
    issues: run.issues,
    logs: await readLogs(app, runId),
  }
}

async function readLogs({ pool }: Pick<App, 'pool'>, runId: string): Promise<LogView[]> {
  const { rows } = await pool.query<LogView>(
    `select s.node, l.level, l.code, l.params
     from step s
       join step src on src.run_id = coalesce(s.reused_from, s.run_id)
         and case when s.reused_from is null or s.reuse_key is null then src.node = s.node
           else src.reuse_key = s.reuse_key end
       join log_line l on l.run_id = src.run_id and l.node = src.node and l.attempt = src.attempt
     where s.run_id = $1 order by s.position, l.id`,
    [runId],
  )
  return rows
}

async function readRun(app: Pick<App, 'pool' | 'projectId'>, runId: string): Promise<RunRow> {
  if (!/^[0-9a-f-]{36}$/i.test(runId)) throw new DomainError('run-unknown', { run: runId })
  const { rows } = await app.pool.query<RunRow>(
    `select status, pipeline_id, pipeline_name, plan_hash, created_at, started_at, finished_at, parent_run_id, issues
     from run where id = $1 and project_id = $2`,
    [runId, app.projectId],
  )
  if (!rows[0]) throw new DomainError('run-unknown', { run: runId })
  return rows[0]
}

function viewStep(step: StepRow): StepDetail {
  return {
    node: step.node,
    block: `${step.block}@${step.version}`,
    status: step.status,
    attempts: step.attempt,
    rows: step.rows === null ? null : Number(step.rows),
    durationMs: spanMs(step.started_at, step.finished_at),
    reused: step.status === 'reused',
    error: step.error,
    progress: step.progress,
    reusedFrom: step.reused_from,
  }
}

function spanMs(from: Date | null, to: Date | null): number | null {
  return from && to ? to.getTime() - from.getTime() : null
}

/** By node and port, keys sorted. */
export function viewOutputs(steps: Pick<StepRow, 'node' | 'outputs'>[]): RunView['outputs'] {
  const outputs: RunView['outputs'] = Object.create(null) as RunView['outputs']
  for (const { node, outputs: stored } of [...steps].sort(byNode)) {
    if (!stored) continue
    const ports: Record<string, OutputView> = Object.create(null) as Record<string, OutputView>
    for (const port of Object.keys(stored).sort()) ports[port] = viewOutput(stored[port])
    outputs[node] = ports
  }
  return outputs
}

function byNode(a: { node: string }, b: { node: string }): number {
  return a.node < b.node ? -1 : 1
}

function viewOutput(stored: StoredValue): OutputView {
  if (stored.type === 'metrics' || stored.type === 'scalar') return { value: sortKeys(stored.value) }
  return { hash: stored.hash, schema: stored.schema, rows: stored.rows ?? null, bytes: stored.bytes }
}

function sortKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
