import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findDuplicateKey } from './duplicate-keys.ts'

test.each([
  ['{"a": 1, "a": 2}', { key: 'a', path: '(document)', line: 1, column: 10 }],
  [
    '{"nodes": [{"id": "x"},\n  {"id": "y",\n   "id": "z"}]}',
    { key: 'id', path: 'nodes.1', line: 3, column: 4 },
  ],
  ['{"a": {"b": [[], {}, {"c": {}, "\\u0063": 1}]}}', { key: 'c', path: 'a.b.2', line: 1, column: 32 }],
  [
    '{"__proto__": 1, "x": "y", "__proto__": 2}',
    { key: '__proto__', path: '(document)', line: 1, column: 28 },
  ],
  ['{"a\\"": 1 , "a\\"" : 2}', { key: 'a"', path: '(document)', line: 1, column: 13 }],
])('%s', (text, expected) => {
  JSON.parse(text)
  expect(findDuplicateKey(text)).toEqual(expected)
})

test('what JSON.stringify writes has none', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(findDuplicateKey(JSON.stringify(JSON.parse(text), undefined, 1))).toBeUndefined()
    }),
  )
})

test('strings of megabytes need no stack', () => {
  const long = JSON.stringify('"\\x'.repeat(3_000_000))
  expect(findDuplicateKey(`{"a": ${long}, "b": 1}`)).toBeUndefined()
  expect(findDuplicateKey(`{"a": ${long}, "a": 1}`)).toMatchObject({ key: 'a' })
})

test('values that look like keys, and equal keys of different objects, are none', () => {
  expect(findDuplicateKey('{"a": "a", "b": ["a", "a", "a:"], "c": {"a": {"a": "}, {"}}}')).toBeUndefined()
})
