import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseWith } from './zod-findings.ts'

const schema = z.strictObject({
  rule: z.union([
    z.string(),
    z.strictObject({ every: z.number(), unit: z.string() }),
    z.strictObject({ at: z.string() }),
  ]),
  list: z.array(z.number()).max(2).default([]),
})

describe('parseWith', () => {
  test('gives the parsed value', () => {
    expect(parseWith(schema, { rule: 'x' }, 'en')).toEqual({ value: { rule: 'x', list: [] } })
  })

  test('a union tells what its nearest branch wants, with the path', () => {
    const parsed = parseWith(schema, { rule: { every: '5', unit: 'min' } }, 'en')
    expect(parsed).toEqual({
      problems: [{ path: ['rule', 'every'], problem: 'Invalid input: expected number, received string' }],
    })
  })

  test('a union in which nothing is near tells itself', () => {
    expect(parseWith(schema, { rule: 5 }, 'en')).toMatchObject({ problems: [{ path: ['rule'] }] })
  })

  test('unknown keys and lists that are too long are told apart', () => {
    expect(parseWith(schema, { rule: 'x', rul: 1, list: [1, 2, 3] }, 'de')).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ path: [], unknownKeys: ['rul'] }),
        expect.objectContaining({ path: ['list'], tooLong: { limit: 2 } }),
      ]) as unknown,
    })
  })
})

test('what is absent is asked for, in words', () => {
  const schema = z.strictObject({ target: z.string(), by: z.enum(['time', 'rows']) })
  expect(parseWith(schema, {}, 'de')).toEqual({
    problems: [
      { path: ['target'], problem: 'ein Wert wird gebraucht' },
      { path: ['by'], problem: 'ein Wert wird gebraucht' },
    ],
  })
})
