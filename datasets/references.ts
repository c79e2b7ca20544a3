/**
 * Who needs which objects of the store. A step takes its references before it looks whether an object is there: a
 * trigger makes it wait for a sweep of that object, so what it finds afterwards stays.
 */
import type pg from 'pg'
import { mapLimited } from './limited.ts'
import type { Store, StoredValue } from './store.ts'
import { addressesOf } from './values.ts'

/** A step as the owner of references. */
export interface Referrer {
  projectId: string
  runId: string
  node: string
}

/**
 * Takes references to objects that are there or about to be written. When it resolves they are committed (given a
 * client in a transaction: once the caller commits; only then may a write be skipped).
 */
export async function takeReferences(
  database: pg.Pool | pg.ClientBase,
  { projectId, runId, node }: Referrer,
  hashes: string[],
): Promise<void> {
  if (hashes.length === 0) return
  await database.query({
    name: 'take-references',
    text: `insert into object_reference (hash, project_id, run_id, node)
       select hash, $2::uuid, $3::uuid, $4 from unnest($1::text[]) as needed (hash) group by hash order by hash
       on conflict (hash, run_id, node) do nothing`,
    values: [hashes, projectId, runId, node],
  })
}

/**
 * Takes over the results of another step. False when an object is not in the store any more: then the results have
 * to be computed again (the references stay, for the objects that will be written).
 */
export async function referenceOutputs(
  { pool, store, ...referrer }: Referrer & { pool: pg.Pool; store: Store },
  outputs: StoredValue[],
): Promise<boolean> {
  const hashes = [...new Set(outputs.flatMap(addressesOf))]
  await takeReferences(pool, referrer, hashes)
  const found = await mapLimited(hashes, 8, (hash) => store.has(hash))
  return found.every(Boolean)
}

/** Runs that are to be deleted need nothing any more. Objects stay until a sweep finds them released for long enough. */
export async function releaseReferences(database: pg.Pool | pg.ClientBase, runIds: string[]): Promise<void> {
  await database.query('delete from object_reference where run_id = any($1::uuid[])', [runIds])
}
