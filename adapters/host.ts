/** The adapter host's process: brings in what machines say. */
import { join } from 'node:path'
import { readAdapterHostConfig } from '#config/adapter-host.ts'
import { provideKeyRing } from '#config/key-ring.ts'
import { keepSecretFile, newFileSecret } from '#config/secret-file.ts'
import { archiveFolder } from '#datasets/archive/archive-folder.ts'
import { openArchive } from '#datasets/archive/archive-reader.ts'
import { keepArchived } from '#datasets/archive/keep-archived.ts'
import { openPool } from '#datasets/pool.ts'
import { keepRolledUp } from '#datasets/rollups/keep-rolled-up.ts'
import { openHost } from './host/open-host.ts'
import { HistorianIntake } from './intake/historian-intake.ts'

const config = readAdapterHostConfig()
const pool = openPool({ connectionString: config.databaseUrl, max: 10 })
const host = await openHost({
  ...{ pool, databaseUrl: config.databaseUrl, ring: provideKeyRing(config.dataDir) },
  intake: await HistorianIntake.open({
    databaseUrl: config.databaseUrl,
    spool: join(config.dataDir, 'spool'),
    maxSpoolBytes: config.spoolMb * 2 ** 20,
  }),
  folder: join(config.dataDir, 'connections'),
  adapters: config.adapters,
  addresses: config.addresses,
  token: keepSecretFile(config.tokenFile, newFileSecret),
  listen: { host: config.host, port: config.port },
  log,
})
const folder = archiveFolder(config.dataDir)
const archive = openArchive(folder)
const endRollUps = keepRolledUp(pool, { archive, onError: (error) => note('roll-up-failed', error) })
const endArchiving = keepArchived({
  ...{ databaseUrl: config.databaseUrl, folder, dataDir: config.dataDir, hotDays: config.hotDays },
  onRound: ({ archived, left, samples, bytes }) =>
    log('info', 'samples-archived', { archived, left, samples, bytes }),
  onError: (error) => note('archive-failed', error),
})
// What a protocol's library does wrong must not end the connections of the others.
process.on('unhandledRejection', (error) => note('unhandled-rejection', error))
process.on('uncaughtException', (error) => note('uncaught-exception', error))
let ending: Promise<void> | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.once(signal, () => (ending ??= end()))
process.send?.({ type: 'ready' })

function log(level: string, code: string, params?: Record<string, unknown>): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), level, code, ...params }))
}

function note(code: string, error: unknown): void {
  console.error(
    JSON.stringify({
      at: new Date().toISOString(),
      level: 'error',
      code,
      error: String((error as Error)?.stack ?? error),
    }),
  )
}

async function end(): Promise<void> {
  await Promise.all([host.close(), endRollUps(), endArchiving()])
  archive.close()
  await pool.end()
  process.exit(0)
}
