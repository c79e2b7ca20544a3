/** Reference rows: an object that a step needs is written down before it is written, skipped or taken over. */
import type pg from 'pg'
import type { Store, StoredValue } from '#datasets/store.ts'
import { addressesOf } from '#datasets/values.ts'

export interface ReferenceOwner {
  projectId: string
  runId: string
  node: string
}

export async function takeReferences(pool: pg.Pool, owner: ReferenceOwner, hashes: string[]): Promise<void> {
  await pool.query(
    `insert into object_reference (hash, project_id, run_id, node) select h, $2, $3, $4 from unnest($1::text[]) h
     on conflict do nothing`,
    [hashes, owner.projectId, owner.runId, owner.node],
  )
}

/** Takes over results that are in the store already; false when something of them is gone. */
export async function adoptValues(
  parts: { pool: pg.Pool; store: Store },
  owner: ReferenceOwner,
  values: StoredValue[],
): Promise<boolean> {
  const hashes = [...new Set(values.flatMap(addressesOf))]
  await takeReferences(parts.pool, owner, hashes)
  const present = await Promise.all(hashes.map((hash) => parts.store.has(hash)))
  return present.every(Boolean)
}
