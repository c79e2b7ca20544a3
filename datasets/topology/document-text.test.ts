import { expect, test } from 'vitest'
import { parseText } from './document-text.ts'

test.each([
  ['9007199254740992', 9007199254740992],
  ['-9223372036854775808', -(2 ** 63)],
  ['18446744073709552000', 2 ** 64],
  ['0.12345678901234567890', 0.12345678901234568],
  ['1.2345678901234567e+300', 1.2345678901234567e300],
  ['"9007199254740993"', '9007199254740993'],
  ['"\\" 9007199254740993"', '" 9007199254740993'],
])('%s is read as it stands', (text, value) => {
  expect(parseText('p.json', `{"a": [${text}]}`)).toEqual({ a: [value] })
  expect(parseText('p.yaml', `a: [${text}]`)).toEqual({ a: [value] })
})

test.each(['9007199254740993', '-9007199254740993', '12345678901234567890123456789', '9'.repeat(400)])(
  '%s is refused: no double holds it',
  (text) => {
    const refused = expect.objectContaining({ code: 'document-unreadable' }) as Error
    expect(() => parseText('p.json', `{"a": [${text}]}`)).toThrow(refused)
    expect(() => parseText('p.yaml', `a: [${text}]`)).toThrow(refused)
  },
)

test('deep and long texts need no stack', () => {
  const deep = `${'['.repeat(200_000)}1${']'.repeat(200_000)}`
  expect(() => parseText('p.json', deep)).not.toThrow()
  const escapes = JSON.stringify('"'.repeat(3_000_000))
  expect(parseText('p.json', escapes)).toHaveLength(3_000_000)
})
