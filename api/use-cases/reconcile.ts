/**
 * Makes the engine agree with the ledger: everything in Temporal can be rebuilt from PostgreSQL. One pass looks at
 * every run that is not over; a pass that is cut off is simply followed by the next.
 */
import { WorkflowNotFoundError } from '@temporalio/client'
import type { Client } from '@temporalio/client'
import type { App } from '../app.ts'
import { tellEngine } from './cancel-run.ts'
import { launchRun } from './launch-run.ts'

export interface Reconciled {
  open: number
  launched: number
  cancelled: number
  stalled: number
}

interface OpenRun {
  id: string
  plan_hash: string
  pipeline_name: string
  status: string
  cancel_wanted: boolean
}

/** A run that nobody has taken up for this long is shown as stalled. */
const stalledAfterSeconds = 60
/** A worker that was silent for this long is gone. */
const workerSilentSeconds = 15
const runsAtOnce = 20

export async function reconcile(app: App): Promise<Reconciled> {
  const stalled = await markStalled(app)
  const { rows } = await app.pool.query<OpenRun>(
    `select id, plan_hash, pipeline_name, status, cancel_wanted from run
     where status in ('queued', 'stalled', 'running') and created_at < now() - interval '1 second' order by created_at`,
  )
  const result: Reconciled = { open: rows.length, launched: 0, cancelled: 0, stalled }
  if (rows.length === 0) return result
  const engine = await app.engine()
  for (let from = 0; from < rows.length; from += runsAtOnce) {
    await Promise.all(rows.slice(from, from + runsAtOnce).map((run) => agree(app, engine, run, result)))
  }
  return result
}

async function agree(app: App, engine: Client, run: OpenRun, result: Reconciled): Promise<void> {
  if (!(await isUnderWay(engine, run.id))) {
    const launched = await launchRun(app, { runId: run.id, planHash: run.plan_hash, name: run.pipeline_name })
    if (launched) result.launched++
  } else if (run.cancel_wanted && (await tellEngine(app, run.id))) result.cancelled++
}

async function isUnderWay(engine: Client, runId: string): Promise<boolean> {
  try {
    const { status } = await engine.workflow.getHandle(runId).describe()
    return status.name === 'RUNNING'
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}

/** Shows runs that wait for a worker or the engine as stalled, and takes that back when a step begins again. */
async function markStalled({ pool }: App): Promise<number> {
  await pool.query(`update run set status = 'running' where status = 'stalled' and ${busySince}`, [
    stalledAfterSeconds,
  ])
  const marked = await pool.query(
    `update run set status = 'stalled' where status in ('queued', 'running')
       and created_at < now() - make_interval(secs => $1) and not ${busySince}
       and (status = 'queued' or not exists (
         select from worker where seen_at > now() - make_interval(secs => $2)))`,
    [stalledAfterSeconds, workerSilentSeconds],
  )
  return marked.rowCount ?? 0
}

/** A step of the run began or ended within $1 seconds. */
const busySince = `exists (select from attempt a where a.run_id = run.id
  and greatest(a.started_at, a.finished_at) > now() - make_interval(secs => $1))`
