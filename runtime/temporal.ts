import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { withoutKeys } from '#config/environment.ts'
import { endChild, hasEnded, spawnServer, tail } from './processes.ts'
import { prepareTemporalFile, putAside, putBack, rememberTemporalFile } from './temporal-file.ts'

/** Where and how a private Temporal server runs. */
export interface TemporalOptions {
  program: string
  /** Its SQLite database; made if missing, put aside if it cannot be used. */
  databaseFile: string
  port: number
  /** Ports of its HTTP interface and its figures, which it opens in any case. */
  httpPort: number
  metricsPort: number
  /** Where its own pages are shown; left out they are off. */
  uiPort?: number
  /** Where these pages have what is encrypted decrypted. */
  codecUrl?: string
  logFile: string
  /** Told in a sentence when the database had to be replaced. */
  onNote?: (note: string) => void
  env?: Record<string, string | undefined>
  /** Gives up waiting, and ends what was started. */
  signal?: AbortSignal
}

/** A server that answers and knows its namespace. */
export interface RunningTemporal {
  address: string
  process: ChildProcess
  stop(): Promise<void>
}

/** How long finished runs stay in Temporal. */
export const retentionDays = 30
const namespace = 'default'
const readyTimeoutMs = 60_000

// The default of 20 polls a second costs 50 ms each time a task is handed on.
const pollRates = ['transfer', 'timer', 'visibility'].map(
  (queue) => `history.${queue}ProcessorMaxPollRPS=5000`,
)
// The worker that has just decided what comes next gets it with the answer, not by another poll.
const dynamicConfig = [...pollRates, 'system.enableActivityEagerExecution=true']
// A power loss may take the last transitions, never the whole: the ledger holds the truth, and the reconciler and the
// workflows ask it. A killed server loses nothing.
const pragmas = ['journal_mode=WAL', 'busy_timeout=10000', 'synchronous=NORMAL']

/** Starts Temporal, with a new database where the one it has prevents that, and waits until it answers. */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const note = prepareTemporalFile(options.databaseFile)
  if (note) options.onNote?.(note)
  const isFresh = !existsSync(options.databaseFile)
  try {
    return await startOnce(options)
  } catch (error) {
    if (isFresh || options.signal?.aborted) throw error
    return await startAfresh(options, error as Error)
  }
}

/** Tries once more with an empty database; where that fails too the database was not to blame and comes back. */
async function startAfresh(options: TemporalOptions, problem: Error): Promise<RunningTemporal> {
  const kept = putAside(options.databaseFile)
  try {
    const running = await startOnce(options)
    options.onNote?.(`Temporal did not start with its database, kept as ${kept}: ${problem.message}`)
    return running
  } catch (error) {
    putBack(options.databaseFile, kept)
    throw error
  }
}

async function startOnce(options: TemporalOptions): Promise<RunningTemporal> {
  const { program, logFile } = options
  const child = spawnServer({
    file: program,
    args: serverArguments(options),
    logFile,
    env: { ...options.env, ...withoutKeys },
  })
  const address = `127.0.0.1:${options.port}`
  const stop = () => endChild(child, ['SIGINT', 'SIGKILL'], 3_000)
  try {
    await waitUntilAnswering(options, address, child)
  } catch (error) {
    await stop()
    throw error
  }
  rememberTemporalFile(options.databaseFile)
  return { address, process: child, stop }
}

function serverArguments(options: TemporalOptions): string[] {
  const ui =
    options.uiPort === undefined
      ? ['--headless']
      : [
          '--ui-port',
          String(options.uiPort),
          '--ui-ip',
          '127.0.0.1',
          '--ui-codec-endpoint',
          options.codecUrl ?? '',
        ]
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
    ...['--http-port', String(options.httpPort), '--metrics-port', String(options.metricsPort)],
    ...[
      '--db-filename',
      options.databaseFile,
      '--log-level',
      'warn',
      '--disable-config-file',
      '--disable-config-env',
    ],
    ...ui,
    ...dynamicConfig.flatMap((value) => ['--dynamic-config-value', value]),
    ...pragmas.flatMap((pragma) => ['--sqlite-pragma', pragma]),
  ]
}

async function waitUntilAnswering(
  options: TemporalOptions,
  address: string,
  child: ChildProcess,
): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs
  for (;;) {
    options.signal?.throwIfAborted()
    if (hasEnded(child)) throw new Error(`Temporal did not start:\n${tail(options.logFile)}`)
    const problem = await setRetention(address)
    if (!problem) return
    if (Date.now() > deadline) throw problem
    await sleep(100)
  }
}

/** Also the sign that the server is ready: the namespace exists and can be written. */
async function setRetention(address: string): Promise<Error | undefined> {
  let connection: Connection | undefined
  try {
    connection = await Connection.connect({ address, connectTimeout: 1_000 })
    const workflowExecutionRetentionTtl = { seconds: retentionDays * 86_400 } as never
    await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } })
    return undefined
  } catch (error) {
    return error as Error
  } finally {
    await connection?.close()
  }
}
