/** Encryption of a few bytes that are bound to their place: AES-256-GCM with a nonce of its own for each. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyRing, RingKey } from '#config/key-ring.ts'

/** Bytes that only the key opens, and only where they belong. */
export interface Sealed {
  keyId: string
  nonce: Buffer
  /** The encrypted bytes, and the 16 that prove them behind. */
  ciphertext: Buffer
}

/** What was sealed does not open: it was changed, or belongs to another place. */
export class UnsealError extends Error {
  constructor() {
    super('The encrypted bytes were changed, or belong to another place')
    this.name = 'UnsealError'
  }
}

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Encrypts under the current key; `place` is not kept, and must be said again to open it. */
export function seal(ring: KeyRing, plain: Uint8Array, place: string): Sealed {
  return sealWith(ring.current(), plain, place)
}

function sealWith(key: RingKey, plain: Uint8Array, place: string): Sealed {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(place, 'utf8'))
  const encrypted = [cipher.update(plain), cipher.final()]
  return { keyId: key.id, nonce, ciphertext: Buffer.concat([...encrypted, cipher.getAuthTag()]) }
}

/** Throws `UnsealError`, or `KeyRingError` where the key is not in the ring. */
export function unseal(ring: KeyRing, { keyId, nonce, ciphertext }: Sealed, place: string): Buffer {
  const key = ring.find(keyId)
  if (nonce.length !== nonceBytes || ciphertext.length < tagBytes) throw new UnsealError()
  const end = ciphertext.length - tagBytes
  const decipher = createDecipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(place, 'utf8'))
  decipher.setAuthTag(ciphertext.subarray(end))
  const plain = decipher.update(ciphertext.subarray(0, end))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    throw new UnsealError() // the library says no more than that it does not fit
  }
}
