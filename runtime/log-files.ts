import { appendFileSync, copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs'
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
    copyFileSync(file, `${file}.1`)
    truncateSync(file)
  }
}

/** Adds a line with the time to the supervisor's own log. */
export function writeEvent(directory: string, text: string): void {
  appendFileSync(join(directory, 'supervisor.log'), `${new Date().toISOString()} ${text}\n`, { mode: 0o600 })
}
