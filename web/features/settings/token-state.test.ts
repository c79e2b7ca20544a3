import { expect, test } from 'vitest'
import { tokenState } from './token-state.ts'

test('a token works until it is revoked, replaced or too old', () => {
  const now = Date.parse('2026-06-01T00:00:00Z')
  const token = { revokedAt: null, expiresAt: null, replacedBy: null }
  expect(tokenState(token, now)).toBe('Valid')
  expect(tokenState({ ...token, expiresAt: '2026-06-02T00:00:00Z' }, now)).toBe('Valid')
  expect(tokenState({ ...token, expiresAt: '2026-06-01T00:00:00Z' }, now)).toBe('Expired')
  expect(tokenState({ ...token, replacedBy: 'x', expiresAt: '2026-06-01T01:00:00Z' }, now)).toBe('Replaced')
  expect(tokenState({ ...token, replacedBy: 'x', revokedAt: '2026-05-01T00:00:00Z' }, now)).toBe('Revoked')
})
