import pg from 'pg'

export type Database = pg.Pool | pg.ClientBase

const retried = new Set(['40001', '40P01']) // serialization failure, deadlock

/**
 * Runs `work` in a transaction of its own, and again (up to five times) when PostgreSQL ended it for the sake of
 * another. A client instead of a pool is used as it is: its transaction belongs to the caller.
 */
export async function inTransaction<T>(
  database: Database,
  begin: string,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  if (!(database instanceof pg.Pool)) return work(database)
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(database, begin, work)
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      if (attempt === 5 || code === undefined || !retried.has(code)) throw error
    }
  }
}

async function runOnce<T>(
  pool: pg.Pool,
  begin: string,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    broken = await client.query('rollback').then(() => undefined, asError)
    throw error
  } finally {
    client.release(broken)
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
