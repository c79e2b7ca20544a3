/** The database as it is at one instant, which a dump and questions about it share. */
import pg from 'pg'

export interface Snapshot {
  id: string
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>
}

/** Does `work` while the snapshot and a lock of that number are held. */
export async function inSnapshot<T>(
  databaseUrl: string,
  lock: number,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
    return await work({ id: rows[0].id, query: async (sql) => (await client.query(sql)).rows })
  } finally {
    await client.end()
  }
}
