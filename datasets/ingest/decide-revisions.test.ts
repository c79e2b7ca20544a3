import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideRevisions } from './decide-revisions.ts'
import type { Stored, Version } from './decide-revisions.ts'

function apply(kind: 'state' | 'event', stored: Stored[], given: Version[]): Stored[] {
  const chosen = decideRevisions(kind, stored, given)
  return [...stored, ...chosen.map(({ sample, revision }) => ({ ...sample, revision }))]
}

const newest = (rows: Stored[]) => rows.toSorted((a, b) => b.revision - a.revision)[0]?.identity
const sample = fc.record({ identity: fc.constantFrom('a', 'b', 'c') })
const group = fc.array(sample, { minLength: 1, maxLength: 5 })

test('the last one given is valid, all are kept, and the same again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(group, { maxLength: 5 }), (groups) => {
      let rows: Stored[] = []
      for (const [at, given] of groups.entries()) {
        const arrived = given.map((one) => ({ ...one, receivedUs: at }))
        rows = apply('state', rows, arrived)
        expect(newest(rows)).toBe(given.at(-1)!.identity)
        expect(given.every(({ identity }) => rows.some((row) => row.identity === identity))).toBe(true)
        expect(new Set(rows.map((row) => row.revision)).size).toBe(rows.length)
        expect(apply('state', rows, arrived)).toEqual(rows)
      }
    }),
  )
})

test('what is repeated after newer ones came changes nothing', () => {
  const different = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 2 })
  fc.assert(
    fc.property(different, (values) => {
      const arrived = values.map((identity, receivedUs) => [{ identity, receivedUs }])
      const rows = arrived.reduce((all, given) => apply('state', all, given), [] as Stored[])
      expect(newest(rows)).toBe(values.at(-1))
      for (const given of arrived) expect(apply('state', rows, given)).toEqual(rows)
    }),
  )
})

test('what waited while a newer value came goes below it', () => {
  const stored = [{ identity: 'new', receivedUs: 20, revision: 1 }]
  const rows = apply('state', stored, [{ identity: 'old', receivedUs: 10 }])
  expect(newest(rows)).toBe('new')
  expect(rows).toHaveLength(2)
  expect(
    newest(apply('state', [{ identity: 'of a block', revision: 1 }], [{ identity: 'x', receivedUs: 1 }])),
  ).toBe('x')
})

test('events are told apart by number, and by value', () => {
  const given = [
    { identity: 'a', sequence: 1n },
    { identity: 'a', sequence: 2n },
    { identity: 'a' },
    { identity: 'b' },
    { identity: 'a' },
  ]
  const rows = apply('event', [], given)
  expect(rows.map(({ revision }) => revision)).toEqual([1, 2, 3, 4])
  expect(apply('event', rows, given)).toEqual(rows)
})
