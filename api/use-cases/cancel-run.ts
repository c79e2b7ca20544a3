/** Cancels a run: wanted in the ledger first, then told to the engine; the reconciler repeats what got lost. */
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isFinal } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'
import { recordChange } from '../audit/record.ts'

/** Throws DomainError 'run-unknown', or 'run-over' when there is nothing left to cancel. */
export async function cancelRun(app: App, runId: string): Promise<void> {
  await inTransaction(app.pool, 'begin isolation level read committed', async (client) => {
    const { rows } = await client.query<{ status: string }>(
      `update run set cancel_wanted = true where id::text = $1 and project_id = $2 returning status`,
      [runId, app.projectId],
    )
    if (!rows[0]) throw new DomainError('run-unknown', { run: runId })
    const { status } = rows[0]
    if (isFinal('run', status)) throw new DomainError('run-over', { run: runId, status })
    const change = { action: 'run.cancel', object: { kind: 'run', id: runId } }
    await recordChange((sql, parameters) => client.query(sql, parameters), app, change)
  })
  await tellEngine(app, runId)
}

/** Returns false when the engine cannot be reached or does not know the run. */
export async function tellEngine(app: App, runId: string): Promise<boolean> {
  try {
    const engine = await app.engine()
    await engine.workflow.getHandle(runId).cancel()
    return true
  } catch {
    return false // the reconciler tries again until the ledger says that the run is over
  }
}
