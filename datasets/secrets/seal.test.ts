import { createDecipheriv } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeKeyRing, newKey } from '#config/key-ring.ts'
import { UnsealError, seal, unseal } from './seal.ts'
import type { Sealed } from './seal.ts'

const key = newKey()
const ring = makeKeyRing([key])
const plain = Buffer.from('Pässwort 🔑', 'utf8')

test('what is sealed is AES-256-GCM, as node:crypto opens it', () => {
  const { keyId, nonce, ciphertext } = seal(ring, plain, 'here')
  expect(keyId).toBe(key.id)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce)
  decipher.setAAD(Buffer.from('here'))
  decipher.setAuthTag(ciphertext.subarray(-16))
  expect(Buffer.concat([decipher.update(ciphertext.subarray(0, -16)), decipher.final()])).toEqual(plain)
})

test('it opens in its place alone, unchanged, with its key', () => {
  const sealed = seal(ring, plain, 'here')
  expect(unseal(ring, sealed, 'here')).toEqual(plain)
  expect(() => unseal(ring, sealed, 'there')).toThrow(UnsealError)
  expect(() => unseal(makeKeyRing([newKey()]), sealed, 'here')).toThrow(/does not hold/)
  expect(() => unseal(makeKeyRing([{ ...newKey(), id: key.id }]), sealed, 'here')).toThrow(UnsealError)
})

test('every changed bit and every missing byte is found', () => {
  const sealed = seal(ring, plain, 'here')
  for (let byte = 0; byte < sealed.ciphertext.length; byte++) {
    expect(() => unseal(ring, bent(sealed, byte), 'here')).toThrow(UnsealError)
    const cut = { ...sealed, ciphertext: sealed.ciphertext.subarray(0, byte) }
    expect(() => unseal(ring, cut, 'here')).toThrow(UnsealError)
  }
})

test('the same text is never sealed the same twice', () => {
  const nonces = Array.from({ length: 1_000 }, () => seal(ring, plain, 'here').nonce.toString('hex'))
  expect(new Set(nonces).size).toBe(1_000)
})

function bent(sealed: Sealed, byte: number): Sealed {
  const ciphertext = Buffer.from(sealed.ciphertext)
  ciphertext[byte] ^= 1
  return { ...sealed, ciphertext }
}
