/** Database locks held from outside: whoever needs the row or table stands still exactly there. */
import pg from 'pg'
import { waitFor } from '#test/fixtures/product.ts'

export interface Hold {
  /** Waits until this many connections stand at this lock. */
  reached(count?: number): Promise<void>
  /** Ends the connections that stand here: PostgreSQL does not notice that their process is gone. */
  forget(): Promise<void>
  release(): Promise<void>
}

/** Holds the row of a step: its next attempt cannot begin, one that runs cannot be settled. */
export function holdStep(url: string, runId: string, node: string): Promise<Hold> {
  return hold(url, 'select from step where run_id = $1 and node = $2 for update', [runId, node])
}

/** Lets everybody read a table and nobody write to it. */
export function holdTable(url: string, table: 'object_reference' | 'sample'): Promise<Hold> {
  return hold(url, `lock table ${table} in share mode`, [])
}

async function hold(url: string, statement: string, parameters: string[]): Promise<Hold> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // the drill may stop the database while the lock is held
  await client.connect()
  await client.query('begin')
  await client.query(statement, parameters)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return {
    reached: (count = 1) =>
      waitFor(
        `${count} at: ${statement} ${parameters}`,
        async () => (await countWaiting(client, rows[0].pid)) >= count,
      ),
    forget: () => endWaiting(client, rows[0].pid),
    release: () => client.end(),
  }
}

async function endWaiting(client: pg.Client, holder: number): Promise<void> {
  await client.query('select pg_stat_clear_snapshot()')
  await client.query(
    'select pg_terminate_backend(pid, 10000) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
    [holder],
  )
}

async function countWaiting(client: pg.Client, holder: number): Promise<number> {
  // Within a transaction PostgreSQL shows one picture of its connections unless it is asked for a new one.
  await client.query('select pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
    [holder],
  )
  return rows[0].count
}
