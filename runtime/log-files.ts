import { appendFileSync, copyFileSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

const limitBytes = 10 * 1024 * 1024

/**
 * Keeps each log below twice the limit: one that has grown over it becomes `NAME.log.1` and begins anew. The writers
 * append, so that they go on at the new end.
 */
export function limitLogs(directory: string, limit = limitBytes): void {
  for (const name of readdirSync(directory).filter((entry) => entry.endsWith('.log'))) {
    const file = join(directory, name)
    if (statSync(file).size <= limit) continue
    keepOldPart(file)
    truncateSync(file)
  }
}

function keepOldPart(file: string): void {
  try {
    copyFileSync(file, `${file}.1`)
  } catch (error) {
    // On a full disk the room is worth more than the old part of a log.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    rmSync(`${file}.1`, { force: true })
  }
}

/** Adds a line with the time to the supervisor's own log. */
export function writeEvent(directory: string, text: string): void {
  appendFileSync(join(directory, 'supervisor.log'), `${new Date().toISOString()} ${text}\n`, { mode: 0o600 })
}
