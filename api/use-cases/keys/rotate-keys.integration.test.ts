import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openKeyRing, provideKeyRing } from '#config/key-ring.ts'
import { readSecret, storeSecret } from '#datasets/secrets/secrets.ts'
import { useGateway } from '#test/fixtures/gateway.ts'
import type { App } from '../../app.ts'
import { forgetKey, listKeys, rotateKeys } from './rotate-keys.ts'

const gateway = useGateway()
let app: App
let dataDir: string
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ecoki-keys-'))
  app = { ...gateway.app, dataDir }
})
afterAll(() => {
  vi.useRealTimers()
  rmSync(dataDir, { recursive: true })
})

test('a rotation leaves secrets readable, is on record, and the old key can go when nothing needs it', async () => {
  const old = provideKeyRing(dataDir).current().id
  const owner = { table: 'connection', id: 'press-7', field: 'password' }
  const secret = { projectId: app.projectId, owner, value: 'cold rolled', by: 'Ada' }
  const id = await storeSecret(app.pool, openKeyRing(dataDir), secret)
  await expect(forgetKey(app, old)).rejects.toMatchObject({ code: 'key-current' })

  const { keyId, secrets } = await rotateKeys(app, true)
  expect(secrets).toBe(1)
  const [first, second] = await listKeys(app)
  expect(first).toMatchObject({ id: keyId, isCurrent: true, secrets: 1 })
  expect(second).toMatchObject({ id: old, isCurrent: false, secrets: 0 })
  await expect(forgetKey(app, 'none')).rejects.toMatchObject({ code: 'key-unknown' })
  await expect(forgetKey(app, old)).rejects.toMatchObject({ code: 'key-young', params: { days: 31 } })

  vi.useFakeTimers({ now: Date.now() + 32 * 86_400_000, toFake: ['Date'] })
  await forgetKey(app, old)
  expect((await listKeys(app)).map((key) => key.id)).toEqual([keyId])
  const place = { id, projectId: app.projectId, owner }
  expect(await readSecret(app.pool, openKeyRing(dataDir), place)).toBe('cold rolled')
  const { rows } = await app.pool.query<{ action: string; object_id: string }>(
    `select action, object_id from audit where action like 'keys.%' order by seq`,
  )
  expect(rows).toEqual([
    { action: 'keys.rotate', object_id: keyId },
    { action: 'keys.forget', object_id: old },
  ])
})

test('a key that secrets need stays', async () => {
  const ring = openKeyRing(dataDir)
  const owner = { table: 'connection', id: 'press-8', field: 'password' }
  await storeSecret(app.pool, ring, { projectId: app.projectId, owner, value: 'x', by: 'Ada' })
  const needed = ring.current().id
  const { addKey } = await import('#config/key-ring.ts')
  addKey(dataDir)
  vi.useFakeTimers({ now: Date.now() + 64 * 86_400_000, toFake: ['Date'] })
  await expect(forgetKey(app, needed)).rejects.toMatchObject({ code: 'key-in-use' })
})
