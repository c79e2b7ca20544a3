import { expect, it } from 'vitest'
import { DomainError } from '#pipeline/domain-error.ts'
import { refuseDifferences } from './differences.ts'
import type { Difference } from './differences.ts'

const differences: Difference[] = [
  { kind: 'column-missing', column: 'a' },
  { kind: 'column-extra', column: 'b' },
  { kind: 'type', column: 'c', expected: 'number', found: 'low', line: 2 },
  { kind: 'missing', column: 'd', line: 7 },
  { kind: 'grid', column: 't', expected: 900e6 },
]

it('says in both languages how data differ', () => {
  expect(refuseDifferences([])).toBeUndefined()
  const refused = (() => {
    try {
      return refuseDifferences(differences)
    } catch (error) {
      return error
    }
  })()
  if (!(refused instanceof DomainError)) throw new Error('not refused')
  expect(refused).toMatchObject({ code: 'data-differs', params: { differences } })
  expect(refused.message).toContain(
    'column a is missing; column b is new; c: type number expected, low found in line 2',
  )
  expect(refused.params.text).toMatchObject({
    de: expect.stringContaining('Spalte a fehlt; Spalte b ist neu'),
  })
})
