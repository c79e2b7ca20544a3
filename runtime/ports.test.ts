import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { findFreePorts, isPortFree, keepOrFindPort } from './ports.ts'

test('free ports are different and can be listened at', async () => {
  const ports = await findFreePorts(5)
  expect(new Set(ports).size).toBe(5)
  for (const port of ports) expect(await isPortFree(port)).toBe(true)
})

test('a remembered port is kept while it is free, and left to others once they have it', async () => {
  const [remembered] = await findFreePorts(1)
  expect(await keepOrFindPort(remembered)).toBe(remembered)
  const other = createServer().listen(remembered, '127.0.0.1')
  await once(other, 'listening')
  expect(await isPortFree(remembered)).toBe(false)
  expect(await keepOrFindPort(remembered)).not.toBe(remembered)
  other.close()
})

test('without a remembered port one is found', async () => {
  expect(await keepOrFindPort(undefined)).toBeGreaterThan(1024)
})
