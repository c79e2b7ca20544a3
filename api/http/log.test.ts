import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { makeLog } from './log.ts'

function logged(entry: object): string {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  })
  makeLog('info', stream).info(entry, 'entry')
  return text
}

const canary = 'c4n4ry-c4n4ry-c4n4ry-c4n4ry'

it.each<[string, object]>([
  ['a password', { password: canary }],
  ['a token inside', { a: { b: { token: canary } } }],
  ['headers', { req: { method: 'GET', url: '/x', headers: { authorization: canary, cookie: canary } } }],
  ['an input in an address', { req: { method: 'GET', url: `/trpc/a.b?input=${canary}` } }],
  ['the database’s address', { err: new Error(`cannot reach postgres://ecoki:${canary}@127.0.0.1/ecoki`) }],
  ['a token in a message', { err: new Error(`refused: Bearer ${canary}`) }],
  [
    'a cause',
    { err: new Error('failed', { cause: new Error(`postgres://ecoki:${canary}@127.0.0.1/ecoki`) }) },
  ],
])('%s is not in the log', (_, entry) => {
  const text = logged(entry)
  expect(text).toContain('"msg":"entry"')
  expect(text).not.toContain(canary)
})
