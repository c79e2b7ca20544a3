import { beforeEach, expect, test } from 'vitest'
import { makeKeyRing, newKey } from '#config/key-ring.ts'
import { usePool } from '#test/fixtures/database.ts'
import { countByKey, rotateSecrets } from './rotate.ts'
import { deleteSecrets, readSecret, storeSecret } from './secrets.ts'

const projectId = '00000000-0000-7000-8000-000000000001'
const owner = { table: 'connection', id: 'press-7', field: 'password' }
const value = 'k4lt-Walz "ß" 🔑'
const old = newKey()
const ring = makeKeyRing([old])
const pool = usePool()
beforeEach(() => pool.query('delete from secret'))

const store = (field = owner.field, text = value) =>
  storeSecret(pool, ring, { projectId, owner: { ...owner, field }, value: text, by: 'Ada' })

test('a secret is kept encrypted and read by its owner', async () => {
  const id = await store()
  expect(await readSecret(pool, ring, { id, projectId, owner })).toBe(value)
  const { rows } = await pool.query<{ text: string }>('select s::text as text from secret s')
  expect(rows).toHaveLength(1)
  for (const form of ['utf8', 'hex', 'base64'] as const)
    expect(rows[0].text).not.toContain(Buffer.from(value).toString(form))
})

test('a new value takes the place of the old one', async () => {
  const before = await store()
  const id = await store('password', 'another')
  expect(await readSecret(pool, ring, { id, projectId, owner })).toBe('another')
  await expect(readSecret(pool, ring, { id: before, projectId, owner })).rejects.toMatchObject({
    code: 'secret-unknown',
  })
})

test('what is copied to another row does not open there', async () => {
  const id = await store()
  const other = await store('client-key', 'other')
  await pool.query(
    `update secret set nonce = c.nonce, ciphertext = c.ciphertext, key_id = c.key_id
     from secret c where secret.id = $1 and c.id = $2`,
    [other, id],
  )
  const place = { id: other, projectId, owner: { ...owner, field: 'client-key' } }
  await expect(readSecret(pool, ring, place)).rejects.toMatchObject({ code: 'secret-unreadable' })
})

test.each([
  ['another connection', { owner: { ...owner, id: 'press-8' } }],
  ['another table', { owner: { ...owner, table: 'pipeline' } }],
  ['another field', { owner: { ...owner, field: 'user' } }],
  ['another project', { projectId: '00000000-0000-7000-8000-000000000002' }],
])('%s that names the secret as its own does not get it', async (_name, change) => {
  const id = await store()
  const place = { id, projectId, owner, ...change }
  await expect(readSecret(pool, ring, place)).rejects.toMatchObject({ code: 'secret-unreadable' })
})

test('a rotation brings all secrets under the new key, which then suffices', async () => {
  const ids: string[] = []
  for (let number = 0; number < 230; number++) ids.push(await store(`field-${number}`, `value ${number}`))
  const added = newKey()
  expect(await rotateSecrets(pool, makeKeyRing([added, old]))).toBe(230)
  expect(await countByKey(pool)).toEqual(new Map([[added.id, 230]]))
  const alone = makeKeyRing([added])
  const place = { id: ids[229], projectId, owner: { ...owner, field: 'field-229' } }
  expect(await readSecret(pool, alone, place)).toBe('value 229')
  expect(await rotateSecrets(pool, alone)).toBe(0)
})

test('a ring without the key says so', async () => {
  const id = await store()
  const place = { id, projectId, owner }
  await expect(readSecret(pool, makeKeyRing([newKey()]), place)).rejects.toThrow(old.id)
  await expect(rotateSecrets(pool, makeKeyRing([newKey()]))).rejects.toThrow(old.id)
})

test('secrets go with their row, or one by one', async () => {
  await store('a')
  await store('b')
  expect(await deleteSecrets(pool, { projectId, owner: { ...owner, field: 'a' } })).toBe(1)
  expect(await deleteSecrets(pool, { projectId, owner: { table: owner.table, id: 'press-8' } })).toBe(0)
  expect(await deleteSecrets(pool, { projectId, owner: { table: owner.table, id: owner.id } })).toBe(1)
})
