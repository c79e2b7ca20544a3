import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentForChild } from '#config/environment.ts'
import type { Account } from './account.ts'

/** A server program to be started; everything it prints goes to the end of `logFile`. */
export interface ServerProgram {
  file: string
  args: string[]
  logFile: string
  env?: Record<string, string | undefined>
  account?: Account
  cwd?: string
  /** Opens a channel for messages; it closes when the supervisor dies in whatever way. */
  hasChannel?: boolean
}

/** Starts a server in a session of its own, so that Ctrl+C at the terminal reaches only the supervisor. */
export function spawnServer(program: ServerProgram): ChildProcess {
  mkdirSync(dirname(program.logFile), { recursive: true })
  // Written by the server itself, not through a pipe: it outlives whoever started it.
  const log = openSync(program.logFile, 'a', 0o600)
  try {
    const child = spawn(program.file, program.args, {
      ...program.account,
      cwd: program.cwd ?? '/',
      detached: true,
      env: environmentForChild(program.env),
      stdio: ['ignore', log, log, ...(program.hasChannel ? (['ipc'] as const) : [])],
    })
    // A program that cannot be started counts as ended; without a listener the error would end the supervisor.
    child.on('error', () => undefined)
    return child
  } finally {
    closeSync(log)
  }
}

/** Whether a child has ended. */
export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

/** Sends signals one after the other, each with `patienceMs`, until the child has ended. */
export async function endChild(
  child: ChildProcess,
  signals: NodeJS.Signals[],
  patienceMs: number,
): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  for (const signal of signals) {
    child.kill(signal)
    const timer = new AbortController()
    const patience = sleep(patienceMs, false, { signal: timer.signal }).catch(() => false)
    const isGone = await Promise.race([ended.then(() => true), patience])
    timer.abort()
    if (isGone) return
  }
  child.kill('SIGKILL')
  await ended
}

/** The last lines of a log, for messages. */
export function tail(logFile: string, lines = 30): string {
  if (!existsSync(logFile)) return ''
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
