import { readFileSync, readdirSync } from 'node:fs'
import { endProcess, identify } from '#config/processes.ts'
import type { ProcessIdentity } from '#config/processes.ts'

/** The variable by which every process of a product, and all that these start, carry its data folder. */
export const instanceVariable = 'ECOKI_INSTANCE'

/**
 * Ends what a supervisor that was killed has left running for this data folder, and returns how many there were.
 * Programs are recognised by the environment they were started with, whoever has started them.
 */
export async function endOrphans(dataDir: string): Promise<number> {
  const orphans = findOrphans(dataDir)
  const steps = [
    { signal: 'SIGTERM', patienceMs: 5_000 },
    { signal: 'SIGKILL', patienceMs: 5_000 },
  ] as const
  await Promise.all(orphans.map((orphan) => endProcess(orphan, [...steps])))
  return orphans.length
}

function findOrphans(dataDir: string): ProcessIdentity[] {
  if (process.platform !== 'linux') return []
  const mark = `\0${instanceVariable}=${dataDir}\0`
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return pids
    .filter((pid) => pid !== process.pid && environmentText(pid).includes(mark))
    .flatMap((pid) => identify(pid) ?? [])
}

// Others' processes cannot be read, and any may end while it is looked at.
function environmentText(pid: number): string {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'utf8')}\0`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code && ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(code)) return ''
    throw error
  }
}
