import { expect, test } from 'vitest'
import { bothAllow } from './allowed-values.ts'
import type { AllowedScalar, AllowedValues } from './allowed-values.ts'

const below = (value: AllowedScalar): AllowedValues => ({ high: { value, isOpen: true } })
const upTo = (value: AllowedScalar): AllowedValues => ({ high: { value, isOpen: false } })
const from = (value: AllowedScalar): AllowedValues => ({ low: { value, isOpen: false } })
const above = (value: AllowedScalar): AllowedValues => ({ low: { value, isOpen: true } })
const any = (...oneOf: AllowedScalar[]): AllowedValues => ({ oneOf })
const not = (...noneOf: AllowedScalar[]): AllowedValues => ({ noneOf })

test.each([
  ['before and from a value on', below(5), from(5), false],
  ['up to and from a value on', upTo(5), from(5), true],
  ['up to and above a value', upTo(5), above(5), false],
  ['overlapping ranges', below(10), from(5), true],
  ['two ranges upwards', above(10), above(20), true],
  ['two values', any('line 1'), any('line 2'), false],
  ['a value among others', any('line 1', 'line 2'), any('line 2'), true],
  ['a value and all others', any(1), not(1), false],
  ['all but one value, twice', not(1), not(2), true],
  ['a value outside of a range', any(7), below(7), false],
  ['a value inside of a range', any(6), below(7), true],
  ['int64 beyond doubles', upTo(9007199254740992n), from(9007199254740993n), false],
  ['a number and an equal int64', any(5), any(5n), true],
  ['absence and presence', { isMissing: true }, { isMissing: false, ...above(1) }, false],
  ['presence and a value', { isMissing: false }, { isMissing: false, ...above(1) }, true],
])('%s', (_, a, b, mayMeet) => {
  expect(bothAllow(a, b) !== 'nothing').toBe(mayMeet)
  expect(bothAllow(b, a) !== 'nothing').toBe(mayMeet)
})

test('what is narrowed step by step meets nothing in the end', () => {
  const both = bothAllow(bothAllow(above(1), upTo(9)) as AllowedValues, not(9))
  expect(bothAllow(both as AllowedValues, any(9))).toBe('nothing')
  expect(bothAllow(both as AllowedValues, any(8))).not.toBe('nothing')
})
