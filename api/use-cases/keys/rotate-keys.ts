/** A new key for everything that is encrypted from now on; secrets of the database are encrypted anew at once. */
import { addKey, openKeyRing, removeKeys } from '#config/key-ring.ts'
import type { KeyRing } from '#config/key-ring.ts'
import { countByKey, rotateSecrets } from '#datasets/secrets/rotate.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { recordChange } from '../../audit/record.ts'

export interface KeyView {
  id: string
  createdAt: string | null
  isCurrent: boolean
  /** How many secrets of the database it encrypts. */
  secrets: number
}

/** How long Temporal keeps what it has of a finished run. A key that is younger than that may be needed. */
export const neededDays = 31

/** Makes a key, unless `isNew` is false, and brings all secrets under the current one. Safe to repeat. */
export async function rotateKeys(app: App, isNew: boolean): Promise<{ keyId: string; secrets: number }> {
  if (isNew) addKey(app.dataDir)
  const ring = openKeyRing(app.dataDir)
  const { id: keyId } = ring.current()
  const secrets = await rotateSecrets(app.pool, ring)
  await record(app, 'keys.rotate', keyId)
  return { keyId, secrets }
}

export async function listKeys(app: App): Promise<KeyView[]> {
  return viewKeys(app, openKeyRing(app.dataDir))
}

/**
 * Takes a key away for good. Throws DomainError 'key-unknown', 'key-current', 'key-in-use' while secrets need it, or
 * 'key-young' while Temporal may still keep something that it encrypted.
 */
export async function forgetKey(app: App, id: string): Promise<void> {
  const keys = await viewKeys(app, openKeyRing(app.dataDir))
  const place = keys.findIndex((key) => key.id === id)
  if (place < 0) throw new DomainError('key-unknown', { key: id, known: keys.map((key) => key.id) })
  const { isCurrent, secrets } = keys[place]
  if (isCurrent) throw new DomainError('key-current', { key: id })
  if (secrets > 0) throw new DomainError('key-in-use', { key: id, secrets })
  const daysLeft = daysUntilUnneeded(keys[place - 1])
  if (daysLeft > 0) throw new DomainError('key-young', { key: id, days: daysLeft })
  removeKeys(app.dataDir, [id])
  await record(app, 'keys.forget', id)
}

async function viewKeys({ pool }: App, ring: KeyRing): Promise<KeyView[]> {
  const counts = await countByKey(pool)
  return ring.list().map(({ id, createdAt }, place) => ({
    id,
    createdAt: createdAt ?? null,
    isCurrent: place === 0,
    secrets: counts.get(id) ?? 0,
  }))
}

/** It was in use until the one after it came. */
function daysUntilUnneeded({ createdAt }: KeyView): number {
  const since = createdAt === null ? 0 : (Date.now() - Date.parse(createdAt)) / 86_400_000
  return Math.ceil(neededDays - since)
}

async function record({ pool, actor }: App, action: string, id: string): Promise<void> {
  const change = { action, object: { kind: 'key', id } }
  await recordChange((sql, parameters) => pool.query(sql, parameters), { actor }, change)
}
