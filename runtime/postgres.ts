import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { withoutKeys } from '#config/environment.ts'
import { accountForPostgres } from './account.ts'
import { clearLeftovers, ensureCluster } from './postgres-cluster.ts'
import { endChild, hasEnded, spawnServer, tail } from './processes.ts'

/** Where and how a private PostgreSQL runs. */
export interface PostgresOptions {
  binDir: string
  /** An absolute path without symbolic links; made if missing. */
  dataDir: string
  port: number
  password: string
  logFile: string
  /** Server settings on top of the usual ones. */
  settings?: Record<string, string>
  /** Gives up waiting, and ends what was started. */
  signal?: AbortSignal
}

/** A server that answers; `adminUrl` leads to the database `postgres`, `databaseUrl` to `ecoki`. */
export interface RunningPostgres {
  adminUrl: string
  databaseUrl: string
  process: ChildProcess
  /** Fast shutdown: open transactions are rolled back, nothing committed is lost. */
  stop(): Promise<void>
}

const usualSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  shared_preload_libraries: 'timescaledb',
  'timescaledb.telemetry_level': 'off',
  // The Apache edition has no background policies; a scheduler would only hold connections to each database.
  'timescaledb.max_background_workers': '0',
  jit: 'off',
  max_connections: '200',
  shared_buffers: '256MB',
  // Known without zone files, which a small Debian may lack.
  timezone: 'GMT',
  log_timezone: 'GMT',
}

/** Starts PostgreSQL on a cluster that it makes at first, ends what a crash left behind, waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { binDir, dataDir, logFile, password } = options
  const account = accountForPostgres()
  await ensureCluster(binDir, dataDir, password, account)
  await clearLeftovers(dataDir)
  const settings = Object.entries({ ...usualSettings, ...options.settings })
  const args = [
    '-D',
    dataDir,
    '-p',
    String(options.port),
    ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
  const child = spawnServer({
    file: `${binDir}/postgres`,
    args,
    logFile,
    account,
    env: { LC_ALL: 'C', ...withoutKeys },
  })
  const stop = () => endChild(child, ['SIGINT', 'SIGQUIT'], 4_000)
  try {
    await waitUntilAnswering(options, child)
    await ensureDatabase(urlOf(options, 'postgres'), 'ecoki')
  } catch (error) {
    await stop()
    throw error
  }
  return { adminUrl: urlOf(options, 'postgres'), databaseUrl: urlOf(options, 'ecoki'), process: child, stop }
}

/** The address of a database of a private server. */
export function urlOf(server: { port: number; password: string }, database: string): string {
  return `postgres://ecoki:${server.password}@127.0.0.1:${server.port}/${database}`
}

async function waitUntilAnswering(options: PostgresOptions, child: ChildProcess): Promise<void> {
  for (;;) {
    options.signal?.throwIfAborted()
    if (hasEnded(child)) throw new Error(`PostgreSQL did not start:\n${tail(options.logFile)}`)
    const problem = await connectProblem(urlOf(options, 'postgres'))
    if (!problem) return
    // Recovery after a power loss may take minutes; it shows as 57P03.
    if (!['57P03', 'ECONNREFUSED', 'ECONNRESET'].includes(problem.code ?? '')) throw problem
    await sleep(50)
  }
}

async function connectProblem(url: string): Promise<(Error & { code?: string }) | undefined> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // the same error rejects connect()
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return error as Error
  } finally {
    await client.end()
  }
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}
