import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process that is told apart from a later one with the same number by the time it started. */
export interface ProcessIdentity {
  pid: number
  /** Start in clock ticks since boot (field 22 of /proc/PID/stat); 0 where the system has no /proc. */
  startTicks: number
}

/** The identity of a living process, or undefined when there is none (a zombie is none). */
export function identify(pid: number): ProcessIdentity | undefined {
  if (process.platform !== 'linux') return canSignal(pid) ? { pid, startTicks: 0 } : undefined
  const stat = readProc(pid, 'stat')
  if (!stat) return undefined
  // The name in brackets may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : { pid, startTicks: Number(fields[19]) }
}

/** Whether exactly this process still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTicks === identity.startTicks
}

/** The arguments a process was started with; empty when it is gone. */
export function commandLine(pid: number): string[] {
  return readProc(pid, 'cmdline')?.split('\0').filter(Boolean) ?? []
}

/** The folder a process works in, if that may be known. */
export function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch (error) {
    return ignoreGone(error)
  }
}

/** Sends signals one after the other, each with its patience in ms, until the process is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  steps: { signal: NodeJS.Signals; patienceMs: number }[],
): Promise<boolean> {
  for (const { signal, patienceMs } of steps) {
    if (!isAlive(identity)) return true
    sendSignal(identity.pid, signal)
    if (await waitUntilGone(identity, patienceMs)) return true
  }
  return !isAlive(identity)
}

/** Waits until a process is gone; false when it outlives `patienceMs`. */
export async function waitUntilGone(identity: ProcessIdentity, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false
    await sleep(25)
  }
  return true
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function canSignal(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    return ignoreGone(error)
  }
}

// A process may end, or belong to someone else, while it is being looked at.
function ignoreGone(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException
  if (code && ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return undefined
  throw error
}
