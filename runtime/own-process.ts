import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endChild, hasEnded, spawnServer, tail } from './processes.ts'
import type { RunningProcess } from './service.ts'

const readyTimeoutMs = 120_000

/** What a process of ours is given. */
export interface OwnProcessOptions {
  checkout: string
  /** Its entry file, from the checkout's folder. */
  entry: string
  logFile: string
  env: Record<string, string | undefined>
  signal?: AbortSignal
  /** Told what the process says beside being ready. */
  onReady?: (message: object) => void
}

/** Starts a process of ours and waits for its message that it is ready. */
export async function startOwnProcess(options: OwnProcessOptions): Promise<RunningProcess> {
  const { checkout, entry, logFile, env } = options
  const child = spawnServer({
    file: process.execPath,
    args: [join(checkout, entry)],
    cwd: checkout,
    logFile,
    env,
    hasChannel: true,
  })
  const stop = () => endChild(child, ['SIGTERM', 'SIGKILL'], 7_000)
  try {
    await waitUntilReady(child, options)
    return { process: child, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function waitUntilReady(child: ChildProcess, options: OwnProcessOptions): Promise<void> {
  let isReady = false
  child.on('message', (message) => {
    if (!isReadyMessage(message)) return
    isReady = true
    options.onReady?.(message)
  })
  const deadline = Date.now() + readyTimeoutMs
  while (!isReady) {
    options.signal?.throwIfAborted()
    if (hasEnded(child)) throw new Error(`${options.entry} did not start:\n${tail(options.logFile)}`)
    if (Date.now() > deadline)
      throw new Error(`${options.entry} is not ready after ${readyTimeoutMs / 1000} s`)
    await sleep(25)
  }
}

function isReadyMessage(message: unknown): message is { type: 'ready' } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
}
