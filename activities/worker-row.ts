/** A worker says in the database that it lives and what it can run. */
import type pg from 'pg'

export interface WorkerRow {
  id: string
  machine: string
  pid: number
  /** block@version keys. */
  blocks: string[]
}

const announceEveryMs = 3_000

/** Writes the worker's row and renews it; the returned function takes it back. */
export async function announceWorker(pool: pg.Pool, row: WorkerRow): Promise<() => Promise<void>> {
  await pool.query("delete from worker where seen_at < now() - interval '1 day'")
  await pool.query('insert into worker (id, machine, pid, blocks) values ($1, $2, $3, $4)', [
    row.id,
    row.machine,
    row.pid,
    row.blocks,
  ])
  const renew = () => pool.query('update worker set seen_at = now() where id = $1', [row.id])
  // Missing one renewal is harmless: others look at the age of the last.
  const timer = setInterval(() => void renew().catch(() => undefined), announceEveryMs)
  return async () => {
    clearInterval(timer)
    await pool.query('delete from worker where id = $1', [row.id]).catch(() => undefined)
  }
}

/** Throws when a run that is still open needs a block that this version of EcoKI no longer has. */
export async function refuseToStrand(pool: pg.Pool, keys: string[]): Promise<void> {
  const { rows } = await pool.query<{ key: string; run: string; pipeline: string }>(
    `select s.block || '@' || s.version as key, r.id as run, r.pipeline_name as pipeline
     from run r join step s on s.run_id = r.id
     where r.status in ('queued', 'stalled', 'running') and not (s.block || '@' || s.version) = any($1) limit 1`,
    [keys],
  )
  const stranded = rows[0]
  if (!stranded) return
  throw new Error(
    `this version cannot run ${stranded.key}, which run ${stranded.run} of pipeline "${stranded.pipeline}" still needs: ` +
      'go back to the version before, let the run end or cancel it, then start this version again',
  )
}
