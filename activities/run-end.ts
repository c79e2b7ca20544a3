/** The end of a run in the ledger. */
import type pg from 'pg'

/** Settles a run whose last step has just ended well; any other run stays as it is, for `finishRun`. */
export async function finishGoodRun(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query({
    name: 'finish-good-run',
    text: `update run set status = 'done', finished_at = now()
         where id = $1 and status = 'running'
           and not exists (select from step where run_id = $1 and status not in ('done', 'reused'))`,
    values: [runId],
  })
}

/** Settles what never ran, then the run itself, from what the ledger says. */
export async function finishRun(client: pg.ClientBase, runId: string): Promise<void> {
  const { rows } = await client.query<{ status: string; cancel: boolean }>(
    'select status, cancel_wanted as cancel from run where id = $1 for update',
    [runId],
  )
  if (rows[0]?.status !== 'running' && rows[0]?.status !== 'stalled') return
  const { cancel } = rows[0]
  await client.query(
    `update step set status = case when $2 then 'cancelled' else 'skipped' end, finished_at = now()
     where run_id = $1 and status = 'waiting'`,
    [runId, cancel],
  )
  await client.query(
    `update run set finished_at = now(), status = case
         when exists (select from step where run_id = $1 and status = 'failed') then 'failed'
         when exists (select from step where run_id = $1 and status = 'cancelled') then 'cancelled'
         else 'done' end,
       error = (select error from step where run_id = $1 and status = 'failed' order by finished_at, position limit 1)
     where id = $1`,
    [runId],
  )
}
