/** The runs of the project, newest first. */
import type { Failure } from '#pipeline/failure-texts.ts'
import { describeFailure } from '#pipeline/failure-texts.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { RunStatus } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'
import { cutPage, readCursor } from '../cursor.ts'
import { engineHealth, waitsFor } from './engine-health.ts'
import type { EngineHealth } from './engine-health.ts'
import type { RunPart, RunSummary } from './run-views.ts'
import { shownName } from './shown-name.ts'

export interface RunsRequest {
  cursor?: string
  limit: number
  /** Any of these. */
  status?: RunStatus[]
  pipeline?: string
  /** Name of who or what started it. */
  startedBy?: string
  /** ISO times: created from, and before. */
  from?: string
  until?: string
}

export interface RunPage {
  items: RunSummary[]
  nextCursor: string | null
}

/** As the database has a run; `failed` is its first failed step. */
export interface SummaryRow {
  id: string
  pipelineId: string
  pipelineName: string
  revision: number | null
  status: RunStatus
  cancelWanted: boolean
  actorKind: NonNullable<RunSummary['startedBy']>['kind'] | null
  actorName: string | null
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  durationMs: number | null
  parentRun: string | null
  part: RunPart | null
  rows: number
  total: number
  settled: number
  failed: { node: string; block: string; error: Failure } | null
}

/** A token may have any name, also one that looks like somebody's address. */
function shownStarter(run: string): string {
  return `case when ${run}.actor_kind = 'person' then ${shownName(`${run}.actor_name`)} else ${run}.actor_name end`
}

/** Columns of a SummaryRow, from `run r`. */
export const summaryColumns = `r.id, r.pipeline_id as "pipelineId", r.pipeline_name as "pipelineName",
  r.pipeline_revision as revision, r.status, r.cancel_wanted as "cancelWanted", r.actor_kind as "actorKind",
  ${shownStarter('r')} as "actorName", to_json(r.created_at) #>> '{}' as "createdAt",
  to_json(r.started_at) #>> '{}' as "startedAt", to_json(r.finished_at) #>> '{}' as "finishedAt",
  (extract(epoch from r.finished_at - r.created_at) * 1000)::float8 as "durationMs", r.parent_run_id as "parentRun",
  r.part, s.rows, s.total, s.settled, f.failed`

/** What the columns need besides `run r`. */
export const summaryJoins = `cross join lateral (
    select coalesce(sum(rows), 0)::float8 as rows, count(*)::int as total,
      count(*) filter (where status not in ('waiting', 'running', 'retrying'))::int as settled
    from step where run_id = r.id) s
  left join lateral (
    select json_build_object('node', node, 'block', block || '@' || version, 'error', error) as failed
    from step where run_id = r.id and status = 'failed' order by finished_at, position limit 1) f on true`

/** Throws DomainError 'cursor-invalid'. */
export async function listRuns(app: App, request: RunsRequest, language: Language): Promise<RunPage> {
  const [time, id] = readCursor(request.cursor) ?? [null, null]
  const { rows } = await app.pool.query<SummaryRow>(
    `select ${summaryColumns}
     from (select * from run
       where project_id = $1
         and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
         and ($4::text[] is null or status = any($4))
         and ($5::text is null or pipeline_id = $5)
         and ($6::text is null or actor_name = $6 or ${shownStarter('run')} = $6)
         and ($7::timestamptz is null or created_at >= $7)
         and ($8::timestamptz is null or created_at < $8)
       order by created_at desc, id desc limit $9) r
     ${summaryJoins}
     order by r.created_at desc, r.id desc`,
    [
      app.projectId, time, id, request.status ?? null, request.pipeline ?? null, request.startedBy ?? null,
      request.from ?? null, request.until ?? null, request.limit + 1,
    ], // prettier-ignore
  )
  const { items, nextCursor } = cutPage(rows, request.limit, (row) => [row.createdAt, row.id])
  const health = await healthFor(app, items)
  return { items: items.map((row) => viewSummary(row, health, language)), nextCursor }
}

/** Asked only where something waits. */
export async function healthFor(app: App, rows: Pick<SummaryRow, 'finishedAt'>[]): Promise<EngineHealth> {
  const isOpen = rows.some((row) => row.finishedAt === null)
  return isOpen ? engineHealth(app) : { engine: true, workers: 1 }
}

export function viewSummary(row: SummaryRow, health: EngineHealth, language: Language): RunSummary {
  const { failed, actorKind, actorName } = row
  return {
    run: row.id,
    pipeline: { id: row.pipelineId, name: row.pipelineName, revision: row.revision },
    status: row.status,
    waitsFor: waitsFor(row.status, health),
    isCancelWanted: row.cancelWanted,
    startedBy: actorKind && actorName !== null ? { kind: actorKind, name: actorName } : null,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    durationMs: row.durationMs,
    rows: row.rows,
    steps: { total: row.total, settled: row.settled },
    failed: failed && {
      node: failed.node,
      block: failed.block,
      code: failed.error.code,
      text: firstLine(describeFailure(failed.error, language).text),
    },
    parentRun: row.parentRun,
    part: row.part,
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0].slice(0, 300)
}
