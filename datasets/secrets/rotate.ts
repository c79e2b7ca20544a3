/** Brings all secrets of the database under the current key. Safe to repeat and to break off. */
import type pg from 'pg'
import type { KeyRing } from '#config/key-ring.ts'
import { inTransaction } from '../transaction.ts'
import { openSecret, sealSecret } from './secrets.ts'

interface Row {
  id: string
  project_id: string
  owner_table: string
  owner_id: string
  owner_field: string
  key_id: string
  nonce: Buffer
  ciphertext: Buffer
}

const batchRows = 100

/** Returns how many secrets were encrypted anew. Throws where one does not open: then it and those after it stay. */
export async function rotateSecrets(pool: pg.Pool, ring: KeyRing): Promise<number> {
  const keyId = ring.current().id
  for (let done = 0; ;) {
    const batch = await inTransaction(pool, 'begin', (client) => rotateBatch(client, ring, keyId))
    if (batch === 0) return done
    done += batch
  }
}

/** Which keys encrypt secrets, and how many each. */
export async function countByKey(pool: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ key_id: string; count: number }>(
    'select key_id, count(*)::int as count from secret group by key_id',
  )
  return new Map(rows.map(({ key_id: id, count }) => [id, count]))
}

async function rotateBatch(client: pg.ClientBase, ring: KeyRing, keyId: string): Promise<number> {
  const { rows } = await client.query<Row>(
    `select id, project_id, owner_table, owner_id, owner_field, key_id, nonce, ciphertext
     from secret where key_id <> $1 order by id limit $2 for update`,
    [keyId, batchRows],
  )
  for (const row of rows) await rotateRow(client, ring, row)
  return rows.length
}

async function rotateRow(client: pg.ClientBase, ring: KeyRing, row: Row): Promise<void> {
  const owner = { table: row.owner_table, id: row.owner_id, field: row.owner_field }
  const place = { id: row.id, projectId: row.project_id, owner }
  const { key_id: keyId, nonce, ciphertext } = row
  const again = sealSecret(ring, place, openSecret(ring, place, { keyId, nonce, ciphertext }))
  await client.query('update secret set key_id = $2, nonce = $3, ciphertext = $4 where id = $1', [
    row.id,
    again.keyId,
    again.nonce,
    again.ciphertext,
  ])
}
