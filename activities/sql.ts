/** Small helpers around pg that every ledger file uses. */
import type pg from 'pg'

/**
 * Runs statements in one transaction; rolls back when `work` throws. On a connection with `pipeline` nothing waits for
 * the answer to `begin`.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const [, result] = await Promise.all([client.query('begin'), work(client)])
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause // the connection is gone: do not give it back to the pool
    })
    throw error
  } finally {
    client.release(broken)
  }
}
