import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCliConfig } from './cli.ts'
import type { CliConfig } from './cli.ts'
import { isAlive } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'

/** One of the programs of a running product. */
export interface InstanceProcess extends Partial<ProcessIdentity> {
  name: string
  state: 'starting' | 'running' | 'restarting' | 'stopped'
  /** How often it has been started again since `npm start`. */
  restarts: number
}

/** A running product as `<data>/instance.json` describes it. */
export interface Instance {
  databaseUrl: string
  temporalAddress: string
  /** Where the gateway answers: pages and API. */
  url?: string
  /** Where others than this machine reach it, and with which certificate. */
  door?: { url: string; certificate?: string; validTo?: string }
  /** Where Temporal's own pages are shown, if they were asked for. */
  temporalUiUrl?: string
  checkout: string
  dataDir: string
  cacheDir: string
  /** Where datasets are kept. */
  storeDir: string
  logDir: string
  startedAt: string
  /** Whether everything answered once; false while it starts. */
  isReady: boolean
  supervisor: ProcessIdentity
  processes: InstanceProcess[]
  ports: Record<string, number>
}

/** What commands need to reach a product. */
export type ReachableInstance = Pick<
  Instance,
  'databaseUrl' | 'temporalAddress' | 'dataDir' | 'cacheDir' | 'storeDir' | 'logDir'
>

/** Thrown where no product runs; the message says what to do. Exit code 3. */
export class NotRunningError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NotRunningError'
  }
}

/**
 * The product of this checkout, or the servers that DATABASE_URL and TEMPORAL_ADDRESS name. Throws `NotRunningError`
 * where there is none.
 */
export function findInstance(config: CliConfig = readCliConfig()): ReachableInstance {
  const { databaseUrl, temporalAddress, dataDir, cacheDir } = config
  if (databaseUrl && temporalAddress) {
    return {
      databaseUrl,
      temporalAddress,
      dataDir,
      cacheDir,
      storeDir: join(dataDir, 'store'),
      logDir: join(dataDir, 'logs'),
    }
  }
  const running = readReadyInstance(config)
  return {
    ...running,
    databaseUrl: databaseUrl ?? running.databaseUrl,
    temporalAddress: temporalAddress ?? running.temporalAddress,
  }
}

/** The product of this checkout. Throws `NotRunningError` where there is none, or not yet. */
export function readReadyInstance({ checkout, dataDir }: CliConfig): Instance {
  const running = readRunningInstance(dataDir)
  if (!running)
    throw new NotRunningError(`No EcoKI is running for ${checkout}. Start it with: npm start -- --detach`)
  if (!running.isReady) throw new NotRunningError('EcoKI is still starting. Try again in a few seconds.')
  return running
}

/** What `<data>/instance.json` says while its supervisor lives. */
export function readRunningInstance(dataDir: string): Instance | undefined {
  const file = instanceFile(dataDir)
  if (!existsSync(file)) return undefined
  const instance = JSON.parse(readFileSync(file, 'utf8')) as Instance
  return isAlive(instance.supervisor) ? instance : undefined
}

/** Replaces the description as a whole, readable by its owner only: it holds the database's password. */
export function writeInstance(instance: Instance): void {
  const file = instanceFile(instance.dataDir)
  writeFileSync(`${file}.new`, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Where a product describes itself. */
export function instanceFile(dataDir: string): string {
  return join(dataDir, 'instance.json')
}

/** What commands on this machine show to the gateway. */
export function tokenFile(dataDir: string): string {
  return join(dataDir, 'token')
}

/** Where the gateway keeps what the newest row of the audit was. */
export function auditHeadsFile(dataDir: string): string {
  return join(dataDir, 'audit-heads.log')
}
