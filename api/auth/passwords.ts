/** How passwords are kept, and which are refused. */
import { hash, verify } from '@node-rs/argon2'
import { DomainError } from '#pipeline/domain-error.ts'
import { commonPasswords } from './common-passwords.ts'

export const minPasswordLength = 12
/** Hashing must not become a way to keep the machine busy. */
export const maxPasswordLength = 200

/** Argon2id; the same cost for every password, so that times tell nothing. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

export async function verifyPassword(kept: string, password: string): Promise<boolean> {
  return verify(kept, password.normalize('NFKC'))
}

/**
 * Throws DomainError 'password-weak' with the reason: length counts, mixtures of characters do not. `own` are words that
 * others know of this person, such as the e-mail address.
 */
export function checkPassword(password: string, own: readonly string[]): void {
  const reason = weakness(password.normalize('NFKC').toLowerCase(), own)
  if (reason) throw new DomainError('password-weak', { reason, minLength: minPasswordLength })
}

function weakness(password: string, own: readonly string[]): string | undefined {
  if ([...password].length < minPasswordLength) return 'short'
  if (password.length > maxPasswordLength) return 'long'
  if (new Set(password).size < 5) return 'repeated'
  if (isSequence(password)) return 'sequence'
  if (isKnown(password, ['ecoki', ...own])) return 'known'
  return undefined
}

/** abcdefghijkl, 987654321098: every character beside the one before it. */
function isSequence(password: string): boolean {
  const steps = new Set<number>()
  for (let at = 1; at < password.length; at++)
    steps.add((password.charCodeAt(at) - password.charCodeAt(at - 1) + 10) % 10)
  return steps.size === 1
}

/** A common password, or words that others know, with nothing but digits and signs around them. */
function isKnown(password: string, own: readonly string[]): boolean {
  const letters = onlyLetters(password)
  if (commonPasswords.has(password) || commonPasswords.has(letters)) return true
  const words = own
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}]+/u))
    .filter((word) => word.length > 2)
  const longestFirst = words.sort((one, other) => other.length - one.length)
  return letters !== '' && longestFirst.reduce((left, word) => left.replaceAll(word, ''), letters) === ''
}

function onlyLetters(text: string): string {
  return text.replace(/[^\p{L}]/gu, '')
}
