/** A dump becomes the database of a data folder, by a server that runs for this alone. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { BackupError } from './backup-error.ts'
import type { DataFolder } from './data-folder.ts'
import { withoutPassword } from './dump-database.ts'
import { exec } from './exec.ts'
import { findFreePorts } from './ports.ts'
import { startPostgres } from './postgres.ts'
import type { Report } from './progress.ts'

export interface DumpToLoad {
  binDir: string
  folder: DataFolder
  password: string
  dump: string
  /** The version it was made with: only the same one reads it. */
  timescaledb: string
}

/** Leaves a server's folder that was shut down in order, and no dump. */
export async function loadDatabase(
  { binDir, folder, password, dump, timescaledb }: DumpToLoad,
  report: Report,
): Promise<void> {
  report('starting a database')
  const [port] = await findFreePorts(1)
  const logFile = join(folder.logs, 'restore.log')
  const server = await startPostgres({ binDir, dataDir: folder.postgres, port, password, logFile })
  try {
    await execute(server.databaseUrl, [
      `create extension timescaledb version ${pg.escapeLiteral(timescaledb)}`,
    ])
    await execute(server.databaseUrl, ['select timescaledb_pre_restore()'])
    report('loading the database')
    await load(binDir, server.databaseUrl, dump)
    await execute(server.databaseUrl, ['select timescaledb_post_restore()', 'analyze'])
  } finally {
    await server.stop()
  }
  rmSync(dump)
}

async function load(binDir: string, databaseUrl: string, dump: string): Promise<void> {
  const { url, password } = withoutPassword(databaseUrl)
  const args = ['--exit-on-error', '--no-owner', '--no-privileges', '--dbname', url, dump]
  const env = { PGPASSWORD: password, LC_ALL: 'C' }
  try {
    await exec(join(binDir, 'pg_restore'), args, { env, cwd: '/' })
  } catch (error) {
    throw new BackupError(`PostgreSQL does not take the database of the backup. ${(error as Error).message}`)
  }
}

async function execute(url: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } catch (error) {
    throw new BackupError(
      `The database of the backup does not fit this PostgreSQL: ${(error as Error).message}.`,
    )
  } finally {
    await client.end()
  }
}
