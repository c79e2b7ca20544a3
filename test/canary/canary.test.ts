import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { canaryOf, findCanaries, newSecretText } from './canary.ts'

const secret = newSecretText()
const canary = canaryOf('a secret', secret)
const found = (content: string | Buffer) =>
  findCanaries([canary], [{ name: 'here', content: Buffer.from(content) }]).map(({ form }) => form)

test.each<[string, string]>([
  ['plain', `before ${secret} after`],
  ['json', JSON.stringify({ a: secret })],
  ['json in json', JSON.stringify({ a: JSON.stringify({ b: secret }) })],
  ['json in ASCII', JSON.stringify({ a: secret }).replaceAll('ä', '\\u00e4')],
  ['url', `/x?y=${encodeURIComponent(secret)}`],
  ['url of json', `/x?input=${encodeURIComponent(JSON.stringify({ a: secret }))}`],
  ['form', new URLSearchParams({ y: secret }).toString()],
  ['hex', Buffer.from(`x${secret}y`).toString('hex')],
  ['HEX', Buffer.from(`x${secret}y`).toString('hex').toUpperCase()],
  ['base64 0', Buffer.from(`${secret}y`).toString('base64')],
  ['base64 1', Buffer.from(`x${secret}y`).toString('base64')],
  ['base64 2', Buffer.from(`xx${secret}y`).toString('base64')],
  ['base64url 0', Buffer.from(`xxx${secret}yy`).toString('base64url')],
  ['sql or csv', `"${secret.replaceAll('"', '""')}"`],
  ['html', `<b>${secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</b>`],
])('finds a secret as %s', (form, content) => expect(found(content)).toContain(form))

test('finds bytes that are no text', () => {
  const key = canaryOf('a key', randomBytes(32))
  const content = Buffer.concat([randomBytes(100), key.bytes, randomBytes(100)])
  expect(findCanaries([key], [{ name: 'here', content }])).toHaveLength(1)
  expect(
    findCanaries([key], [{ name: 'here', content: Buffer.from(key.bytes.toString('base64')) }]),
  ).not.toEqual([])
})

test('finds nothing where nothing is, and says of a hit what and where, never the secret', () => {
  expect(found(newSecretText())).toEqual([])
  expect(found(randomBytes(100_000))).toEqual([])
  const hits = findCanaries([canary], [{ name: 'gateway.log', content: Buffer.from(secret) }])
  expect(hits).toEqual([{ canary: 'a secret', form: 'plain', place: 'gateway.log' }])
})
