import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { environmentForChild } from '#config/environment.ts'
import type { Account } from './account.ts'

/** A server program to be started; everything it prints goes to the end of `logFile`. */
export interface ServerProgram {
  file: string
  args: string[]
  logFile: string
  env?: Record<string, string | undefined>
  account?: Account
}

/** Starts a server in a session of its own, so that Ctrl+C at the terminal reaches only the supervisor. */
export function spawnServer(program: ServerProgram): ChildProcess {
  mkdirSync(dirname(program.logFile), { recursive: true })
  // Written by the server itself, not through a pipe: it outlives whoever started it.
  const log = openSync(program.logFile, 'a', 0o600)
  try {
    return spawn(program.file, program.args, {
      ...program.account,
      cwd: '/',
      detached: true,
      env: environmentForChild(program.env),
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
}

/** Whether a child has ended. */
export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

/** Sends a signal and waits; sends SIGKILL when the child has not ended after `patienceMs`. */
export async function endChild(
  child: ChildProcess,
  signal: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await ended
  clearTimeout(timer)
}

/** The last lines of a log, for messages. */
export function tail(logFile: string, lines = 15): string {
  if (!existsSync(logFile)) return ''
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
