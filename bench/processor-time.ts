/** Processor time of whole trees of processes, from Linux's /proc. */
import { readFileSync, readdirSync } from 'node:fs'

/** Linux counts in clock ticks, 100 a second on every processor this runs on. */
const msPerTick = 10

interface Usage {
  parent: number
  ticks: number
}

/** Milliseconds that these processes with all their descendants, ended ones too, have used so far. */
export function treeCpuMs(roots: readonly number[]): number {
  const usages = readUsages()
  const children = Map.groupBy(usages.keys(), (pid) => usages.get(pid)!.parent)
  const wanted = [...new Set(roots)]
  for (const pid of wanted) wanted.push(...(children.get(pid) ?? []))
  return [...new Set(wanted)].reduce((sum, pid) => sum + (usages.get(pid)?.ticks ?? 0), 0) * msPerTick
}

function readUsages(): Map<number, Usage> {
  const usages = new Map<number, Usage>()
  for (const name of readdirSync('/proc')) {
    const usage = /^\d+$/.test(name) && readUsage(name)
    if (usage) usages.set(Number(name), usage)
  }
  return usages
}

function readUsage(pid: string): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold blanks and brackets itself.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    // utime, stime, and those of children that have ended and been waited for.
    return { parent: fields[1], ticks: fields[11] + fields[12] + fields[13] + fields[14] }
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
