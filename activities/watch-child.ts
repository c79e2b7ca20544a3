/** Looks at a child process from outside: how much memory it takes, and whether it still moves. */
import { readFileSync } from 'node:fs'

export interface ChildLimits {
  memoryMb: number
  /** Ends the child, with the reason in words. */
  kill(reason: string): void
}

export interface ChildWatch {
  /** The child has said something. */
  heard(): void
  /** An order begins that lets the child stand still for so long. */
  expect(heartbeatMs: number): void
  stop(): void
}

const lookEveryMs = 200
/** How long a child may stand still before it has had its first order. */
const startingMs = 15_000
/** A later look than this says that this process has itself been standing still. */
const ownPauseMs = 2_000

/**
 * Kills a child that takes too much memory, or that neither says anything nor uses any processor time for as long as
 * its block's heartbeat allows: stopped, or caught in the kernel. A busy one may be silent, its time-out ends it.
 */
export function watchChild(pid: number, { memoryMb, kill }: ChildLimits): ChildWatch {
  let heartbeatMs = startingMs
  let lastSign = Date.now()
  let lastLook = lastSign
  let ticks = 0
  const look = () => {
    const now = Date.now()
    const used = processorTicks(pid)
    if (used !== ticks || now - lastLook > ownPauseMs) lastSign = now
    ticks = used
    lastLook = now
    if (now - lastSign > heartbeatMs) kill(`it stood still for ${Math.round(heartbeatMs / 1_000)} s`)
    if (residentMb(pid) > memoryMb) kill(`it used more than ${memoryMb} MB of memory`)
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return {
    heard: () => (lastSign = Date.now()),
    expect(ms) {
      heartbeatMs = ms
      lastSign = Date.now()
    },
    stop: () => clearInterval(timer),
  }
}

/** Resident memory of a process in MB; 0 when it is gone or the system does not say. */
function residentMb(pid: number): number {
  return (Number(readProc(pid, 'statm').split(' ')[1] ?? 0) * 4096) / 1e6
}

/** User and system time of a process in clock ticks (fields 14 and 15). */
function processorTicks(pid: number): number {
  const stat = readProc(pid, 'stat')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ''
    throw error
  }
}
