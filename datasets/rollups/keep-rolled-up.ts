/** Keeps the roll-ups up to the samples while the process runs. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { ArchiveReader } from '../archive/archive-reader.ts'
import { rollUp } from './roll-up.ts'

export interface KeepOptions {
  /** Between two looks for work that is not there. */
  intervalMs?: number
  /** Absent where nothing is archived. */
  archive?: ArchiveReader
  /** Told of each failure; the work stays noted and is tried again. */
  onError(error: unknown): void
}

/** Begins at once. The function it returns ends it and resolves when the piece under way is done. */
export function keepRolledUp(pool: pg.Pool, options: KeepOptions): () => Promise<void> {
  const ending = new AbortController()
  const ended = loop(pool, options, ending.signal)
  return async () => {
    ending.abort()
    await ended
  }
}

async function loop(
  pool: pg.Pool,
  { intervalMs = 10_000, archive, onError }: KeepOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const isMore = await rollUp(pool, { nowUs: Date.now() * 1_000, archive }).catch((error: unknown) => {
      onError(error)
      return false
    })
    if (!isMore) await sleep(intervalMs, undefined, { signal }).catch(() => undefined)
  }
}
