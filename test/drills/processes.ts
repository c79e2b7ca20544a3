/** Processes of a running product as the system sees them, and signals to them. */
import { readFileSync, readdirSync } from 'node:fs'
import { commandLine, identify, waitUntilGone } from '#config/processes.ts'

/** Sends a signal that ends a process and waits until it is gone; returns the instant (ms since 1970) before. */
export async function endBy(signal: NodeJS.Signals, pid: number): Promise<number> {
  const identity = identify(pid)
  if (!identity) throw new Error(`process ${pid} is gone already`)
  const at = Date.now()
  process.kill(pid, signal)
  if (!(await waitUntilGone(identity, 20_000))) throw new Error(`process ${pid} outlived ${signal}`)
  return at
}

/** Child processes in which a worker runs native code. */
export function blockChildren(workerPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === workerPid)
    .map(Number)
    .filter((pid) => commandLine(pid).some((word) => word.endsWith('/activities/child.ts')))
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
