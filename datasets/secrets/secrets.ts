/**
 * Secrets of the things that people set up, such as the password of a connection: encrypted, and bound to the row and
 * field they belong to. Nothing reads them but the process that needs them; no procedure returns one.
 */
import type pg from 'pg'
import { v7 as uuid } from 'uuid'
import type { KeyRing } from '#config/key-ring.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { UnsealError, seal, unseal } from './seal.ts'
import type { Sealed } from './seal.ts'

/** Whose secret it is: a row, and the field of it that refers to the secret. */
export interface SecretOwner {
  table: string
  id: string
  field: string
}

export interface NewSecret {
  projectId: string
  owner: SecretOwner
  value: string
  /** Name of who entered it. */
  by: string
}

export interface SecretPlace {
  id: string
  projectId: string
  owner: SecretOwner
}

type Database = pg.Pool | pg.ClientBase

/** Keeps a secret in the place of the one that the field had, in the caller's transaction. Returns its id. */
export async function storeSecret(database: Database, ring: KeyRing, secret: NewSecret): Promise<string> {
  const { projectId, owner, value, by } = secret
  const id = uuid()
  const { keyId, nonce, ciphertext } = sealSecret(ring, { id, projectId, owner }, value)
  await deleteSecrets(database, { projectId, owner })
  await database.query(
    `insert into secret (id, project_id, owner_table, owner_id, owner_field, key_id, nonce, ciphertext, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, projectId, owner.table, owner.id, owner.field, keyId, nonce, ciphertext, by],
  )
  return id
}

/**
 * The secret of a field. Throws DomainError 'secret-unknown' where there is none, 'secret-unreadable' where it was
 * changed or copied from another row, and `KeyRingError` where its key is not in the ring.
 */
export async function readSecret(database: Database, ring: KeyRing, place: SecretPlace): Promise<string> {
  const { rows } = await database.query<SealedRow>(
    'select key_id, nonce, ciphertext from secret where id = $1',
    [place.id],
  )
  if (!rows[0]) throw new DomainError('secret-unknown', { field: place.owner.field })
  return openSecret(ring, place, sealedOf(rows[0]))
}

/** Removes the secrets of a row, or of one field of it; returns how many there were. */
export async function deleteSecrets(
  database: Database,
  { projectId, owner }: { projectId: string; owner: Omit<SecretOwner, 'field'> & { field?: string } },
): Promise<number> {
  const { rowCount } = await database.query(
    `delete from secret where project_id = $1 and owner_table = $2 and owner_id = $3
       and ($4::text is null or owner_field = $4)`,
    [projectId, owner.table, owner.id, owner.field ?? null],
  )
  return rowCount ?? 0
}

/** Encrypts a value for one place; elsewhere it does not open. */
export function sealSecret(ring: KeyRing, place: SecretPlace, value: string): Sealed {
  return seal(ring, Buffer.from(value, 'utf8'), textOf(place))
}

/** Throws DomainError 'secret-unreadable' for what was sealed for another place or changed. */
export function openSecret(ring: KeyRing, place: SecretPlace, sealed: Sealed): string {
  try {
    return unseal(ring, sealed, textOf(place)).toString('utf8')
  } catch (error) {
    if (error instanceof UnsealError) throw new DomainError('secret-unreadable', { field: place.owner.field })
    throw error
  }
}

interface SealedRow {
  key_id: string
  nonce: Buffer
  ciphertext: Buffer
}

function sealedOf({ key_id: keyId, nonce, ciphertext }: SealedRow): Sealed {
  return { keyId, nonce, ciphertext }
}

function textOf({ id, projectId, owner }: SecretPlace): string {
  return JSON.stringify(['ecoki-secret-1', id, projectId, owner.table, owner.id, owner.field])
}
