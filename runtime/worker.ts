import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endChild, hasEnded, spawnServer, tail } from './processes.ts'
import type { RunningProcess } from './service.ts'

const readyTimeoutMs = 120_000

/** What a worker is given. */
export interface WorkerOptions {
  checkout: string
  logFile: string
  env: Record<string, string | undefined>
  signal?: AbortSignal
}

/** The entry of the worker process. */
export function workerScript(checkout: string): string {
  return join(checkout, 'activities', 'worker.ts')
}

/** Starts the worker and waits for its message that it takes work. */
export async function startWorker(options: WorkerOptions): Promise<RunningProcess> {
  const { checkout, logFile, env } = options
  const script = workerScript(checkout)
  if (!existsSync(script)) throw new Error(`${script} is missing`)
  const child = spawnServer({
    file: process.execPath,
    args: [script],
    cwd: checkout,
    logFile,
    env,
    hasChannel: true,
  })
  const stop = () => endChild(child, ['SIGTERM', 'SIGKILL'], 6_000)
  try {
    await waitUntilReady(child, options)
    return { process: child, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function waitUntilReady(child: ChildProcess, options: WorkerOptions): Promise<void> {
  let isReady = false
  child.on('message', (message) => (isReady ||= isReadyMessage(message)))
  const deadline = Date.now() + readyTimeoutMs
  while (!isReady) {
    options.signal?.throwIfAborted()
    if (hasEnded(child)) throw new Error(`The worker did not start:\n${tail(options.logFile)}`)
    if (Date.now() > deadline) throw new Error(`The worker is not ready after ${readyTimeoutMs / 1000} s`)
    await sleep(25)
  }
}

function isReadyMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
}
