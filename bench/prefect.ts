/** Prefect 3 with its own server on a PostgreSQL of its own, as it comes, but for quieter logs and no telemetry. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cacheDirectory } from '#config/directories.ts'
import { environmentForChild } from '#config/environment.ts'
import { findFreePorts } from '#runtime/ports.ts'
import { startPostgres } from '#runtime/postgres.ts'
import type { RunningPostgres } from '#runtime/postgres.ts'
import { providePostgresPrograms } from '#runtime/postgres-programs.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { provideEnvironment } from '#test/suite/python.ts'
import { Peer } from './peer.ts'

/** A table as Prefect's tasks pass it on. */
export type Cells = Record<string, unknown[]>

export class Prefect {
  readonly #home: string
  readonly #postgres: RunningPostgres
  readonly #server: ChildProcess
  readonly #client: Peer

  private constructor(home: string, postgres: RunningPostgres, server: ChildProcess, client: Peer) {
    this.#home = home
    this.#postgres = postgres
    this.#server = server
    this.#client = client
  }

  static async open(): Promise<Prefect> {
    const python = await provideEnvironment(join(import.meta.dirname, 'peers', 'prefect.txt'))
    const home = mkdtempSync(join(realpathSync(tmpdir()), 'ecoki-prefect-'))
    chmodSync(home, 0o711) // PostgreSQL may run under another account
    const [port, databasePort] = await findFreePorts(2)
    const postgres = await startDatabase(home, databasePort)
    const url = `http://127.0.0.1:${port}/api`
    const env = {
      PREFECT_HOME: home,
      PREFECT_API_URL: url,
      PREFECT_API_DATABASE_CONNECTION_URL: postgres.adminUrl.replace('postgres:', 'postgresql+asyncpg:'),
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
      PREFECT_LOGGING_LEVEL: 'WARNING',
    }
    const server = spawn(
      join(dirname(python), 'prefect'),
      ['server', 'start', '--host', '127.0.0.1', '--port', String(port), '--no-ui'],
      { env: environmentForChild(env), stdio: 'ignore' },
    )
    await waitFor('the Prefect server answers', () => isHealthy(url), 120_000)
    return new Prefect(home, postgres, server, new Peer(python, 'prefect_chain.py', env))
  }

  get processes(): number[] {
    return [this.#postgres.process.pid ?? NaN, this.#server.pid ?? NaN, this.#client.pid]
  }

  version(): Promise<string> {
    return this.#client.ask<string>({ do: 'version' })
  }

  /** One flow for each table, all at once. */
  run(tables: Cells[]): Promise<{ wallMs: number; results: Cells[] }> {
    return this.#client.ask({ do: 'run', tables })
  }

  async close(): Promise<void> {
    await this.#client.end()
    const ended = once(this.#server, 'exit')
    this.#server.kill('SIGINT')
    await ended
    await this.#postgres.stop()
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Prefect's own advice wherever more than one flow runs: on SQLite 20 at once end in lock errors. */
async function startDatabase(home: string, port: number): Promise<RunningPostgres> {
  const binDir = await providePostgresPrograms(cacheDirectory(), (text) => console.log(`  ${text}`))
  const dataDir = join(home, 'database')
  return startPostgres({ binDir, dataDir, port, password: randomUUID(), logFile: join(home, 'postgres.log') })
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
}
