import type pg from 'pg'
import { isBackupOver } from './backup-lock.ts'
import type { Store } from './store.ts'
import { inTransaction } from './transaction.ts'

/** The first key of the locks that "share_object_lock" in the database shares. */
const lockClass = 1_162_039_115
/** Objects handled while the lock is held: short, because steps that need objects beside them wait. */
const atOnce = 50

export interface SweepOptions {
  pool: pg.Pool
  store: Store
  /** Longer than the longest attempt: what was written or released later than this ago stays in any case. */
  olderThanMs: number
}

export interface Swept {
  removed: number
  bytes: number
  /** Half-written files of processes that died. */
  unfinished: number
}

interface Candidate {
  hash: string
  bytes: number
}

/**
 * Removes the objects that no step and no upload refers to and that were written, and if ever referenced released, longer ago
 * than `olderThanMs`. May run beside any number of steps and other sweeps; while a
 * backup is made it removes nothing.
 */
export async function sweep({ pool, store, olderThanMs }: SweepOptions): Promise<Swept> {
  const unfinished = await store.removeUnfinished(olderThanMs)
  const swept: Swept = { removed: 0, bytes: 0, unfinished }
  for (const group of groupsOf(await candidatesIn(store, olderThanMs))) {
    for (const { bytes } of await sweepGroup(pool, store, group, olderThanMs)) {
      swept.removed++
      swept.bytes += bytes
    }
  }
  return swept
}

async function candidatesIn(store: Store, olderThanMs: number): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  const before = Date.now() - olderThanMs
  for await (const { hash, bytes, writtenAtMs } of store.list()) {
    if (writtenAtMs <= before) candidates.push({ hash, bytes })
  }
  return candidates
}

/** Those of one lock together. */
function groupsOf(candidates: Candidate[]): Candidate[][] {
  const byLock = Map.groupBy(candidates, (candidate) => candidate.hash.slice(0, 2))
  return [...byLock.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / atOnce) }, (_, i) =>
      group.slice(i * atOnce, (i + 1) * atOnce),
    ),
  )
}

/**
 * Under the lock no reference can be added. The question comes in a statement of its own, after the lock: it then
 * sees every reference that was committed before.
 */
async function sweepGroup(
  pool: pg.Pool,
  store: Store,
  group: Candidate[],
  olderThanMs: number,
): Promise<Candidate[]> {
  return inTransaction(pool, 'begin isolation level read committed', async (client) => {
    // What a backup may still want to copy stays for the next sweep.
    if (!(await isBackupOver(client))) return []
    await client.query('select pg_advisory_xact_lock($1, object_lock($2))', [lockClass, group[0].hash])
    const { rows } = await client.query<{ hash: string }>(
      `select hash from unnest($1::text[]) as old (hash)
       where not exists (select from object_reference r where r.hash = old.hash)
         and not exists (select from upload u where u.hash = old.hash)
         and not exists (select from object_release r where r.hash = old.hash
                         and r.released_at > clock_timestamp() - $2 * interval '1 millisecond')`,
      [group.map((candidate) => candidate.hash), olderThanMs],
    )
    const free = new Set(rows.map((row) => row.hash))
    for (const hash of free) await store.remove(hash)
    await client.query('delete from object_release where hash = any($1)', [[...free]])
    return group.filter((candidate) => free.has(candidate.hash))
  })
}
