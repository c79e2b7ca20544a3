/** Writes the audit's newest row down outside of the database, again and again. */
import type pg from 'pg'
import { appendHead } from './heads-file.ts'
import type { AuditHead } from './heads-file.ts'

export interface HeadsKeeperOptions {
  pool: pg.Pool
  path: string
  onError(error: unknown): void
  /** How often the database is asked. */
  lookMs?: number
  /** A new head is written at the latest after so long... */
  writeMs?: number
  /** ...or when it is so many rows beyond the last one written. */
  rows?: number
}

export interface HeadsKeeper {
  /** Writes the head of now and ends. */
  close(): Promise<void>
}

/** Begins with the head of now. */
export function keepHeads(options: HeadsKeeperOptions): HeadsKeeper {
  const { pool, path, onError, lookMs = 1_000, writeMs = 60_000, rows = 100 } = options
  let written: AuditHead | undefined
  let writtenAt = -Infinity
  let looking: Promise<void> | undefined

  const look = async (isLast: boolean) => {
    const head = await readHead(pool)
    if (!head || (head.seq === written?.seq && head.hash === written.hash)) return
    const isDue = performance.now() - writtenAt >= writeMs || isFar(head, written, rows)
    if (!isDue && !isLast) return
    await appendHead(path, head)
    written = head
    writtenAt = performance.now()
  }
  const tick = (isLast = false): Promise<void> =>
    (looking ??= look(isLast)
      .catch(onError)
      .finally(() => (looking = undefined)))
  const timer = setInterval(() => void tick(), lookMs)
  void tick()
  return {
    async close() {
      clearInterval(timer)
      await looking
      await tick(true)
    },
  }
}

/** A head that has gone back is far, too: it is written so that it can be found. */
function isFar(head: AuditHead, written: AuditHead | undefined, rows: number): boolean {
  const distance = Number(head.seq) - Number(written?.seq ?? 0)
  return distance >= rows || distance <= 0
}

async function readHead(pool: pg.Pool): Promise<AuditHead | undefined> {
  const { rows } = await pool.query<AuditHead>(
    'select seq::text as seq, hash from audit order by audit.seq desc limit 1',
  )
  return rows[0]
}
