import { expect, it } from 'vitest'
import { DomainError } from '#pipeline/domain-error.ts'
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts'

const own = ['ada.lovelace@plant.example', 'Ada Lovelace']

function reasonOf(password: string): unknown {
  try {
    checkPassword(password, own)
    return undefined
  } catch (error) {
    return error instanceof DomainError ? error.params.reason : error
  }
}

it.each([
  ['short', 'abcdefghijk'],
  // Eleven characters, whatever they weigh.
  [
    'short',
    '\u{1F33E}\u{1F33F}\u{1F340}\u{1F341}\u{1F342}\u{1F343}\u{1F344}\u{1F345}\u{1F346}\u{1F347}\u{1F348}',
  ],
  ['long', `${'wind '.repeat(41)}`],
  ['repeated', 'aaaabbbbcccc'],
  ['sequence', 'abcdefghijklm'],
  ['sequence', '210987654321'],
  ['known', 'PASSWORD-2026!'],
  ['known', 'Passwort 12345'],
  ['known', '1qaz2wsx3edc'],
  ['known', 'Ada Lovelace 1'],
  ['known', 'lovelace-plant-2026'],
  ['known', 'EcoKI ecoki 26'],
])('refuses what is %s: %s', (reason, password) => {
  expect(reasonOf(password)).toBe(reason)
})

it.each([
  'wind over the cooling tower',
  'drei Kräne im Nebel',
  'xK7#pQ2vLm9$',
  'ada walks to the pump house',
])('takes what is long and nobody knows: %s', (password) => {
  expect(reasonOf(password)).toBeUndefined()
})

it('hashes the same letters alike, however they were typed, and each time with another salt', async () => {
  const [composed, apart] = ['Kräne im Nebel', 'Kra\u0308ne im Nebel']
  const kept = await hashPassword(composed)
  expect(await verifyPassword(kept, apart)).toBe(true)
  expect(await verifyPassword(kept, 'Krane im Nebel')).toBe(false)
  expect(await hashPassword(composed)).not.toBe(kept)
})
