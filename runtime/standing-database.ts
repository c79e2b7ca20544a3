/** The database of a data folder: the running one, or one that is started for as long as it is needed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readRunningInstance } from '#config/instance.ts'
import type { SupervisorConfig } from '#config/supervisor.ts'
import { BackupError } from './backup-error.ts'
import { openDataFolder, readSecrets } from './data-folder.ts'
import { tryLock } from './lock.ts'
import { findFreePorts } from './ports.ts'
import { startPostgres } from './postgres.ts'

/** Calls `work` with the address of its owner. */
export async function withDatabase<T>(
  config: SupervisorConfig,
  binDir: string,
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl) return work(config.databaseUrl)
  const running = readRunningInstance(config.dataDir)
  if (running?.isReady) return work(running.databaseUrl)
  return whileStopped(config.dataDir, async () => {
    if (!existsSync(join(config.dataDir, 'postgres')))
      throw new BackupError(`${config.dataDir} holds no database: there is nothing to back up.`)
    const folder = openDataFolder(config.dataDir)
    const [port] = await findFreePorts(1)
    const { postgresPassword: password } = readSecrets(folder)
    const logFile = join(folder.logs, 'postgres.log')
    const server = await startPostgres({ binDir, dataDir: folder.postgres, port, password, logFile })
    try {
      return await work(server.databaseUrl)
    } finally {
      await server.stop()
    }
  })
}

/** Nothing can be started meanwhile. Throws `BackupError` where something runs. */
export async function whileStopped<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = await tryLock(`supervisor ${dataDir}`)
  if (!lock) throw new BackupError(`EcoKI runs in ${dataDir}, or is just being started.`)
  try {
    return await work()
  } finally {
    await lock.release()
  }
}
