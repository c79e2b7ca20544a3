/**
 * Deletes a run that is over, with all that is its own. Runs that took results of it, and its reruns, keep everything:
 * each holds references of its own. What nobody refers to any more leaves the store with a later sweep.
 */
import type pg from 'pg'
import { releaseReferences } from '#datasets/references.ts'
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isFinal } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'
import { recordChange } from '../audit/record.ts'
import { lockPlanOfRun } from './plan-lock.ts'

/** Any number that nothing else in this database locks. */
const lockKey = 4_711_002

const dropUnusedPlan =
  'delete from plan_page where plan_hash = $1 and not exists (select from run where plan_hash = $1)'

/** Throws DomainError 'run-unknown', or 'run-open' while it is not over. Samples that it wrote stay in the historian. */
export async function deleteRun(
  app: Pick<App, 'pool' | 'projectId' | 'actor' | 'requestId'>,
  runId: string,
): Promise<void> {
  await inTransaction(app.pool, 'begin isolation level read committed', async (client) => {
    // One deletion after the other: two runs may have taken results of each other.
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    await client.query(lockPlanOfRun, [runId, app.projectId])
    const { id, planHash } = await lockFinished(client, app.projectId, runId)
    await leaveLogLines(client, id)
    await leaveResults(client, id)
    await releaseReferences(client, [id])
    await client.query('delete from run where id = $1', [id])
    await client.query(dropUnusedPlan, [planHash])
    const change = { action: 'run.delete', object: { kind: 'run', id } }
    await recordChange((sql, values) => client.query(sql, values), app, change)
  })
}

/** Whoever wants to become a rerun or heir of the run waits from here on, and then finds that it is gone. */
async function lockFinished(
  client: pg.ClientBase,
  projectId: string,
  runId: string,
): Promise<{ id: string; planHash: string }> {
  const { rows } = await client.query<{ id: string; status: string; planHash: string }>(
    'select id, status, plan_hash as "planHash" from run where id::text = $1 and project_id = $2 for update',
    [runId, projectId],
  )
  if (!rows[0]) throw new DomainError('run-unknown', { run: runId })
  const { id, status, planHash } = rows[0]
  if (!isFinal('run', status)) throw new DomainError('run-open', { run: runId, status })
  return { id, planHash }
}

/** What its blocks had to say goes on being shown with every step that took a result of them. */
async function leaveLogLines(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query(
    `insert into log_line (run_id, project_id, node, attempt, at, level, code, params)
     select heir.run_id, heir.project_id, heir.node, heir.attempt, l.at, l.level, l.code, l.params
     from step heir
       join step src on src.run_id = heir.reused_from
         and case when heir.reuse_key is null then src.node = heir.node else src.reuse_key = heir.reuse_key end
       join log_line l on l.run_id = src.run_id and l.node = src.node and l.attempt = src.attempt
     where heir.reused_from = $1 and heir.run_id <> $1 order by l.id`,
    [runId],
  )
}

/** A published result that another run holds, too, can still be taken: from there. */
async function leaveResults(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query(
    `update reuse r set run_id = heir.run_id, node = heir.node
     from (select distinct on (project_id, reuse_key) project_id, reuse_key, run_id, node from step
       where reused_from = $1 and run_id <> $1 and reuse_key is not null order by project_id, reuse_key, run_id) heir
     where r.run_id = $1 and r.outputs is not null and r.project_id = heir.project_id and r.key = heir.reuse_key`,
    [runId],
  )
}
