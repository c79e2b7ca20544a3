/** Whether a process of this container does its work; exit code 1 if not. */
import { hostname } from 'node:os'
import pg from 'pg'
import { readHealthConfig } from '#config/health.ts'

const { databaseUrl, port } = readHealthConfig()

const checks: Record<string, () => Promise<boolean>> = {
  gateway: () => answers('/readyz'),
  'resource-pool': () => answers('/v1/index'),
  /** It says every few seconds that it is there. */
  worker: () =>
    finds(`select from worker where machine = $1 and seen_at > now() - interval '1 minute'`, [hostname()]),
  /** One of them holds the lock that api/reconciler.ts names. */
  reconciler: () => finds(`select from pg_locks where locktype = 'advisory' and objid = 4711001 and granted`),
}

const name = process.argv[2] ?? ''
const check = checks[name]
if (!check) throw new Error(`There is no process ${name}: ${Object.keys(checks).join(', ')}`)
process.exit((await check()) ? 0 : 1)

async function answers(path: string): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) })
  return response.ok
}

async function finds(sql: string, values: string[] = []): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    return (await client.query(sql, values)).rowCount! > 0
  } finally {
    await client.end()
  }
}
