import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { sha256Hex } from './hash.ts'

describe('canonicalJson', () => {
  test('sorts keys at every depth and leaves lists in order', () => {
    expect(canonicalJson({ b: [2, { z: 1, a: null }], a: 'x"y' })).toBe(
      '{"a":"x\\"y","b":[2,{"a":null,"z":1}]}',
    )
  })

  test('0 and -0 are equal, undefined members do not exist', () => {
    expect(canonicalJson({ a: -0, b: undefined })).toBe('{"a":0}')
  })

  test('__proto__ is plain data', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"b":1,"a":2},"a":1}'))).toBe(
      '{"__proto__":{"a":2,"b":1},"a":1}',
    )
  })

  test('is JSON of the same value, whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(
          JSON.parse(JSON.stringify(value === 0 ? 0 : value), (_, item) => (item === 0 ? 0 : item)),
        )
        expect(canonicalJson(reversed(value))).toBe(text)
      }),
    )
  })

  test('refuses what JSON cannot hold', () => {
    const loop: unknown[] = []
    loop.push(loop)
    for (const bad of [NaN, Infinity, 1n, undefined, loop, [undefined]])
      expect(() => canonicalJson(bad)).toThrow(TypeError)
  })

  test('the same object twice is no cycle', () => {
    const shared = { a: 1 }
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]')
  })

  test('999 levels are fine, more are refused before the stack ends', () => {
    const nested = (levels: number): unknown =>
      Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1)
    expect(canonicalJson(nested(999))).toHaveLength(1_999)
    expect(() => canonicalJson(nested(1_001))).toThrow(TypeError)
  })

  test('two instances of a class are not taken for the same empty object', () => {
    expect(() => canonicalJson({ at: new Date(0) })).toThrow(TypeError)
  })
})

test('sha256Hex equals the platform’s SHA-256 for text and bytes', () => {
  for (const text of ['', 'abc', 'Größe — 1 µs', ' x\n', 'x'.repeat(1000)]) {
    const expected = createHash('sha256').update(text).digest('hex')
    expect(sha256Hex(text)).toBe(expected)
    expect(sha256Hex(new TextEncoder().encode(text))).toBe(expected)
  }
})

/** A copy whose objects have their keys in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)]))
}
