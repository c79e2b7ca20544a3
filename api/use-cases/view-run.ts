/** One run for people and programs: what it is, its steps, attempts, words and outputs. */
import type { StoredValue } from '#datasets/store.ts'
import type { Failure } from '#pipeline/failure-texts.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { Issue } from '#pipeline/issue.ts'
import { logText } from '#pipeline/log-texts.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { StepStatus } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'
import { viewOutputs } from './get-run.ts'
import type { RunView } from './get-run.ts'
import { healthFor, summaryColumns, summaryJoins, viewSummary } from './list-runs.ts'
import type { SummaryRow } from './list-runs.ts'
import { viewFailure } from './run-views.ts'
import type { AttemptView, LogView, RunDetail, StepView } from './run-views.ts'

interface DetailRow extends SummaryRow {
  planHash: string
  documentHash: string | null
  parameters: Record<string, unknown>
  fresh: boolean
  seed: string
  issues: Issue[]
  error: Failure | null
}

/** Throws DomainError 'run-unknown' for runs of other projects as for none. */
export async function viewRun(app: App, runId: string, language: Language): Promise<RunDetail> {
  const { rows } = await app.pool.query<DetailRow>(
    `select ${summaryColumns}, r.plan_hash as "planHash", r.document_hash as "documentHash", r.parameters, r.fresh,
       r.seed, r.issues, r.error
     from run r ${summaryJoins} where r.id::text = $1 and r.project_id = $2`,
    [runId, app.projectId],
  )
  if (!rows[0]) throw new DomainError('run-unknown', { run: runId })
  const { planHash, documentHash, parameters, fresh, seed, issues, error } = rows[0]
  return {
    ...viewSummary(rows[0], await healthFor(app, rows), language),
    ...{ planHash, documentHash, parameters, fresh, issues },
    seed: Number(seed),
    error: viewFailure(error, language),
    temporalUrl: app.temporalUiUrl ? `${app.temporalUiUrl}/namespaces/default/workflows/${runId}` : null,
  }
}

/** Throws DomainError 'run-unknown'. */
export async function expectRun({ pool, projectId }: App, runId: string): Promise<void> {
  const { rowCount } = await pool.query('select from run where id::text = $1 and project_id = $2', [
    runId,
    projectId,
  ])
  if (!rowCount) throw new DomainError('run-unknown', { run: runId })
}

/** The document that was run, with files pinned. Throws DomainError 'run-unknown'. */
export async function runDocument({ pool, projectId }: App, runId: string): Promise<PipelineDocument> {
  const { rows } = await pool.query<{ document: PipelineDocument }>(
    'select document from run where id::text = $1 and project_id = $2',
    [runId, projectId],
  )
  if (!rows[0]) throw new DomainError('run-unknown', { run: runId })
  return rows[0].document
}

/** By node and port. Throws DomainError 'run-unknown'. */
export async function viewOutputsOf(app: App, runId: string, node?: string): Promise<RunView['outputs']> {
  await expectRun(app, runId)
  const outputs = await readOutputs(app, runId, node)
  return viewOutputs([...outputs].map(([id, ports]) => ({ node: id, outputs: ports })))
}

/** By node, for steps that ended well. */
export async function readOutputs(
  { pool }: App,
  runId: string,
  node?: string,
): Promise<Map<string, Record<string, StoredValue>>> {
  const { rows } = await pool.query<{ node: string; outputs: Record<string, StoredValue> }>(
    `select node, outputs from step
     where run_id = $1 and outputs is not null and ($2::text is null or node = $2) order by position`,
    [runId, node ?? null],
  )
  return new Map(rows.map((row) => [row.node, row.outputs]))
}

interface StepRow extends Omit<StepView, 'error' | 'status'> {
  status: StepStatus
  error: Failure | null
}

const spanMs = (from: string, to: string) => `(extract(epoch from ${to} - ${from}) * 1000)::float8`

/** In the order of the plan. Throws DomainError 'run-unknown'. */
export async function viewSteps(app: App, runId: string, language: Language): Promise<StepView[]> {
  await expectRun(app, runId)
  const { rows } = await app.pool.query<StepRow>(
    `select s.node, s.block || '@' || s.version as block, s.status, s.attempt as attempts,
       case when t.rows is not null then s.rows::float8 end as rows, coalesce(t.rows, '{}') as "portRows", s.bytes::float8, to_json(s.started_at) #>> '{}' as "startedAt", to_json(s.finished_at) #>> '{}' as "finishedAt",
       ${spanMs('s.started_at', 's.finished_at')} as "durationMs", s.reused_from as "reusedFrom", s.error, a.progress
     from step s left join attempt a on a.run_id = s.run_id and a.node = s.node and a.number = s.attempt
       cross join lateral (select jsonb_object_agg(port, stored->'rows') as rows
         from jsonb_each(s.outputs) as output(port, stored) where stored ? 'rows') t
     where s.run_id = $1 order by s.position`,
    [runId],
  )
  return rows.map((row) => ({ ...row, error: viewFailure(row.error, language) }))
}

interface AttemptRow extends Omit<AttemptView, 'error' | 'logs'> {
  error: Failure | null
}

/** All attempts, or those of a node, in the order of the plan and of their numbers. Throws DomainError 'run-unknown'. */
export async function viewAttempts(
  app: App,
  { runId, node }: { runId: string; node?: string },
  language: Language,
): Promise<AttemptView[]> {
  await expectRun(app, runId)
  const { rows } = await app.pool.query<AttemptRow>(
    `select a.node, a.number, a.status, a.machine, to_json(a.started_at) #>> '{}' as "startedAt",
       to_json(a.finished_at) #>> '{}' as "finishedAt", ${spanMs('a.started_at', 'a.finished_at')} as "durationMs",
       a.error
     from attempt a join step s on s.run_id = a.run_id and s.node = a.node
     where a.run_id = $1 and ($2::text is null or a.node = $2) order by s.position, a.number limit 5000`,
    [runId, node ?? null],
  )
  const logs = await readLogs(app, { runId, node, limit: 5_000 }, language)
  const byAttempt = Map.groupBy(logs, (line) => `${line.attempt} ${line.node}`)
  return rows.map((row) => ({
    ...row,
    error: viewFailure(row.error, language),
    logs: byAttempt.get(`${row.number} ${row.node}`) ?? [],
  }))
}

export interface LogsRequest {
  runId: string
  node?: string
  /** Only lines after the one with this id. */
  after?: string
  limit: number
}

/** In the order in which they were said. Throws DomainError 'run-unknown'. */
export async function viewLogs(app: App, request: LogsRequest, language: Language): Promise<LogView[]> {
  await expectRun(app, request.runId)
  return readLogs(app, request, language)
}

interface LogRow extends Omit<LogView, 'text'> {
  params: Record<string, unknown>
}

/** Also what an earlier run said whose result a step took. */
async function readLogs(app: App, request: LogsRequest, language: Language): Promise<LogView[]> {
  const { rows } = await app.pool.query<LogRow>(
    `select l.id::text, s.node, l.attempt, to_json(l.at) #>> '{}' as at, l.level, l.code, l.params
     from step s
       join step src on src.run_id = coalesce(s.reused_from, s.run_id)
         and case when s.reused_from is null or s.reuse_key is null then src.node = s.node
           else src.reuse_key = s.reuse_key end
       join log_line l on l.run_id = src.run_id and l.node = src.node
         and (s.reused_from is null or l.attempt = src.attempt)
     where s.run_id = $1 and ($2::text is null or s.node = $2) and ($3::bigint is null or l.id > $3)
     order by l.id limit $4`,
    [request.runId, request.node ?? null, request.after ?? null, request.limit],
  )
  return rows.map(({ params, ...line }) => ({
    ...line,
    text: logText({ code: line.code, params }, language),
  }))
}
