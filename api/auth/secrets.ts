/** Secrets that are shown once and kept as hashes. */
import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes, as text that fits into addresses and headers. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 as hex: enough for what is random already, and fast enough for each request. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex')
}
