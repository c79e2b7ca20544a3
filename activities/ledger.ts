/**
 * The ledger: run, step and attempt rows decide what is done. Every function is safe to call again, and only the
 * holder of a step's newest attempt may finish it.
 */
import { hostname } from 'node:os'
import type pg from 'pg'
import type { StoredValue } from '#datasets/store.ts'
import { isFinal } from '#pipeline/run-words.ts'
import type { StepStatus } from '#pipeline/run-words.ts'
import { finishGoodRun } from './run-end.ts'
import { inTransaction } from './sql.ts'

export interface StepId {
  runId: string
  node: string
}

export interface AttemptId extends StepId {
  attempt: number
}

/** What a failed attempt leaves for people: a code with texts, its parameters, and words for the log. */
export interface StepError {
  code: string
  params: Record<string, unknown>
  message: string
}

/** Another attempt has taken the step over: this one must stop without a trace. */
export class FencedError extends Error {
  constructor({ runId, node, attempt }: AttemptId) {
    super(`attempt ${attempt} of ${node} in run ${runId} is no longer the newest`)
    this.name = 'FencedError'
  }
}

export type Begun =
  { kind: 'settled'; status: StepStatus } | { kind: 'running'; attempt: number; hostDeaths: number }

/** Opens the next attempt of a step, unless it is settled or the run is to be cancelled. */
export async function beginAttempt(pool: pg.Pool, step: StepId): Promise<Begun> {
  return (await openUntouched(pool, step)) ?? (await openWhateverItIs(pool, step))
}

/** The usual case in one statement that never waits: nobody holds the step, and nobody wants to cancel it. */
async function openUntouched(
  database: pg.Pool | pg.ClientBase,
  { runId, node }: StepId,
): Promise<Begun | undefined> {
  const { rows } = await database.query<{ attempt: number; deaths: number }>({
    name: 'begin-attempt',
    text: `with free as (
         select s.run_id, s.node from step s join run r on r.id = s.run_id
         where s.run_id = $1 and s.node = $2 and s.status in ('waiting', 'retrying') and not r.cancel_wanted
         for update of s skip locked),
       opened as (
         update step s set status = 'running', attempt = s.attempt + 1, started_at = coalesce(s.started_at, now())
         from free f where s.run_id = f.run_id and s.node = f.node
         returning s.run_id, s.node, s.project_id, s.attempt),
       made as (
         insert into attempt (run_id, node, number, project_id, machine, pid)
         select run_id, node, attempt, project_id, $3, $4 from opened)
       select attempt, (select count(*)::int from attempt a
         where a.run_id = $1 and a.node = $2 and a.error->>'code' = 'host-died') as deaths
       from opened`,
    values: [runId, node, hostname(), process.pid],
  })
  return rows[0] && { kind: 'running', attempt: rows[0].attempt, hostDeaths: rows[0].deaths }
}

function openWhateverItIs(pool: pg.Pool, { runId, node }: StepId): Promise<Begun> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ status: StepStatus; attempt: number; cancel: boolean }>(
      `select s.status, s.attempt, r.cancel_wanted as cancel from step s join run r on r.id = s.run_id
       where s.run_id = $1 and s.node = $2 for update of s`,
      [runId, node],
    )
    const step = rows[0]
    if (!step) throw new Error(`run ${runId} has no step ${node}`)
    if (isFinal('step', step.status)) return { kind: 'settled', status: step.status }
    if (step.cancel) return cancelStep(client, { runId, node })
    return openAttempt(client, { runId, node, attempt: step.attempt + 1 }, step.status)
  })
}

async function cancelStep(client: pg.PoolClient, { runId, node }: StepId): Promise<Begun> {
  await client.query(
    `update attempt set status = 'cancelled', finished_at = now() where run_id = $1 and node = $2 and status = 'running'`,
    [runId, node],
  )
  await client.query(
    `update step set status = 'cancelled', finished_at = now() where run_id = $1 and node = $2`,
    [runId, node],
  )
  return { kind: 'settled', status: 'cancelled' }
}

async function openAttempt(client: pg.PoolClient, id: AttemptId, status: StepStatus): Promise<Begun> {
  const { runId, node, attempt } = id
  if (attempt > 1) {
    await client.query(
      `update attempt set status = 'lost', finished_at = now() where run_id = $1 and node = $2 and status = 'running'`,
      [runId, node],
    )
  }
  // A step that a dead worker left running passes through retrying, as the table of transitions says.
  if (status === 'running') await setStatus(client, id, 'retrying')
  await client.query(
    `update step set status = 'running', attempt = $3, started_at = coalesce(started_at, now())
     where run_id = $1 and node = $2`,
    [runId, node, attempt],
  )
  const { rows } = await client.query<{ deaths: number }>(
    `with opened as (
       insert into attempt (run_id, node, number, project_id, machine, pid)
       select run_id, node, $3, project_id, $4, $5 from step where run_id = $1 and node = $2)
     select count(*)::int as deaths from attempt
     where run_id = $1 and node = $2 and error->>'code' = 'host-died'`,
    [runId, node, attempt, hostname(), process.pid],
  )
  return { kind: 'running', attempt, hostDeaths: rows[0].deaths }
}

function setStatus(client: pg.PoolClient, { runId, node }: StepId, status: StepStatus): Promise<unknown> {
  return client.query('update step set status = $3 where run_id = $1 and node = $2', [runId, node, status])
}

export interface StepResult {
  outputs: Record<string, StoredValue>
  rows: number
  bytes: number
  /** The run these outputs were computed in, when they were not computed now. */
  reusedFrom?: string
  reuseKey?: string
}

/** What else is written with the end of a step, or not at all. */
export interface AndThen {
  /** The step that this worker runs next: its attempt is opened, unless it needs the closer look of `beginAttempt`. */
  begin?: StepId
  /** Nothing comes after this step, so that its run may be over. */
  mayEndRun?: boolean
}

/**
 * Settles a step as done or reused; false when the run whose result it took has been deleted meanwhile. Throws
 * FencedError when another attempt holds it.
 */
export async function finishStep(
  pool: pg.Pool,
  id: AttemptId,
  result: StepResult,
  andThen: AndThen = {},
): Promise<{ begun?: Begun } | false> {
  try {
    return await inTransaction(pool, (client) => settleAndThen(client, id, result, andThen))
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'step_reused_from_fkey') return false
    throw error
  }
}

/** In a transaction: alone a statement would be committed for a worker that dies while it waits for the row. */
async function settleAndThen(
  client: pg.PoolClient,
  id: AttemptId,
  result: StepResult,
  { begin, mayEndRun }: AndThen,
): Promise<{ begun?: Begun }> {
  const [settled, begun] = await Promise.all([
    settle(client, id, result),
    begin && openUntouched(client, begin),
    mayEndRun && finishGoodRun(client, id.runId),
  ])
  if (settled.rowCount === 0) throw new FencedError(id)
  return { begun }
}

function settle(client: pg.PoolClient, id: AttemptId, result: StepResult): Promise<pg.QueryResult> {
  const { outputs, rows, bytes, reusedFrom = null, reuseKey = null } = result
  return client.query({
    name: 'finish-step',
    text: `with settled as (
         update step set status = $4, outputs = $5, rows = $6, bytes = $7, reused_from = $8, reuse_key = $9,
           error = null, finished_at = now()
         where run_id = $1 and node = $2 and attempt = $3 and status = 'running'
         returning run_id, node, project_id),
       closed as (
         update attempt a set status = 'done', error = null, finished_at = now() from settled s
         where a.run_id = s.run_id and a.node = s.node and a.number = $3 and a.status = 'running'),
       published as (
         insert into reuse (project_id, key, run_id, node, outputs, rows, bytes)
         select project_id, $9, run_id, node, $5, $6, $7 from settled where $9 is not null and $8::uuid is null
         on conflict (project_id, key) do update
           set outputs = excluded.outputs, rows = excluded.rows, bytes = excluded.bytes,
               run_id = excluded.run_id, node = excluded.node, claimed_until = null)
       select from settled`,
    values: [
      id.runId, id.node, id.attempt, reusedFrom ? 'reused' : 'done', JSON.stringify(outputs), rows, bytes,
      reusedFrom, reuseKey,
    ], // prettier-ignore
  })
}

/** Ends an attempt that failed: finally, or to be tried again. Throws FencedError when another attempt holds the step. */
export async function failAttempt(
  pool: pg.Pool,
  id: AttemptId,
  error: StepError,
  final: boolean,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const updated = await client.query(
      `update step set status = $4, error = $5, finished_at = case when $6 then now() end
       where run_id = $1 and node = $2 and attempt = $3 and status = 'running'`,
      [id.runId, id.node, id.attempt, final ? 'failed' : 'retrying', JSON.stringify(error), final],
    )
    if (updated.rowCount === 0) throw new FencedError(id)
    await closeAttempt(client, id, 'failed', error)
  })
}

/** Ends an attempt because its run is cancelled. */
export async function cancelAttempt(pool: pg.Pool, id: AttemptId): Promise<void> {
  await inTransaction(pool, (client) => cancelStep(client, id))
}

function closeAttempt(
  client: pg.PoolClient,
  id: AttemptId,
  status: string,
  error: StepError | null,
): Promise<unknown> {
  return client.query(
    `update attempt set status = $4, error = $5, finished_at = now()
     where run_id = $1 and node = $2 and number = $3 and status = 'running'`,
    [id.runId, id.node, id.attempt, status, error && JSON.stringify(error)],
  )
}

/** Outputs of the steps that a step reads, by node. */
export async function loadOutputs(
  pool: pg.Pool,
  runId: string,
  nodes: string[],
): Promise<Map<string, Record<string, StoredValue>>> {
  if (nodes.length === 0) return new Map()
  const { rows } = await pool.query<{ node: string; outputs: Record<string, StoredValue> }>({
    name: 'load-outputs',
    text: `select node, outputs from step where run_id = $1 and node = any($2) and status in ('done', 'reused')`,
    values: [runId, nodes],
  })
  return new Map(rows.map((row) => [row.node, row.outputs]))
}

export interface LogEntry {
  level: 'info' | 'warning'
  code: string
  params: Record<string, unknown>
}

export async function writeLog(pool: pg.Pool, id: AttemptId, entry: LogEntry): Promise<void> {
  await pool.query(
    `insert into log_line (run_id, project_id, node, attempt, level, code, params)
     select run_id, project_id, node, $3, $4, $5, $6 from step where run_id = $1 and node = $2`,
    [id.runId, id.node, id.attempt, entry.level, entry.code, JSON.stringify(entry.params)],
  )
}

export async function writeProgress(
  pool: pg.Pool,
  id: AttemptId,
  done: number,
  total?: number,
): Promise<void> {
  await pool.query(
    `update attempt set progress = $4 where run_id = $1 and node = $2 and number = $3 and status = 'running'`,
    [id.runId, id.node, id.attempt, JSON.stringify({ done, total })],
  )
}
