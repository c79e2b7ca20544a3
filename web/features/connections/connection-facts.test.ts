import { expect, it } from 'vitest'
import { addressOf, inNeed } from './connection-facts.ts'
import type { Connection } from './connection-facts.ts'

const connection = (name: string, state: string) => ({ name, state: { state } }) as Connection

it('says where a machine is', () => {
  expect(addressOf({ config: { url: 'opc.tcp://a:4840' } })).toBe('opc.tcp://a:4840')
  expect(addressOf({ config: { host: 'b', port: 502 } })).toBe('b:502')
  expect(addressOf({ config: { host: 'b' } })).toBe('b')
  expect(addressOf({ config: {} })).toBe('')
})

it('shows first what wants a look', () => {
  const all = [
    connection('b', 'running'),
    connection('c', 'stale'),
    connection('a', 'paused'),
    connection('d', 'refused'),
  ]
  expect(inNeed(all).map(({ name }) => name)).toEqual(['d', 'c', 'a', 'b'])
})
