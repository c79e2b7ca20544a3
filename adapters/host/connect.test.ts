import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Adapter, AdapterContext, Session } from '#adapters/adapter.ts'
import { AddressGuard } from './address-guard.ts'
import { connectOnce } from './connect.ts'

const folder = mkdtempSync(join(tmpdir(), 'ecoki-connect-'))
const database = createServer((socket) => socket.resume())
let port: number
let guard: AddressGuard

beforeAll(async () => {
  await once(database.listen(0, '127.0.0.1'), 'listening')
  port = (database.address() as AddressInfo).port
  guard = new AddressGuard({ allow: [], refuse: [], ownPorts: [port] })
})
afterAll(() => {
  guard.close()
  database.close()
  rmSync(folder, { recursive: true })
})

/** A refused one is closed right after it was connected. */
function dial(): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  return new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () => setTimeout(resolve, 50))
  }).finally(() => socket.destroy())
}

const session: Session = { subscribe: () => Promise.resolve([]), close: () => Promise.resolve() }

/** `memory.get` dials as the host's own pool would. */
function attempt(work: (context: AdapterContext) => Promise<unknown>) {
  const context = {
    signal: new AbortController().signal,
    folder,
    memory: { get: dial, set: () => Promise.resolve() },
  } as unknown as AdapterContext
  const adapter: Adapter = {
    protocol: 'test',
    title: { de: '', en: '' },
    description: { de: '', en: '' },
    version: 1,
    config: z.unknown(),
    address: z.unknown(),
    targets: () => [],
    connect: async (_config, given) => {
      await work(given)
      return session
    },
  }
  return connectOnce({ adapter, config: {}, context, guard })
}

test('an adapter that dials the database itself is refused', async () => {
  await expect(attempt(dial)).rejects.toMatchObject({
    code: 'address-refused',
    params: { reason: 'own-port' },
  })
})

test('what the host dials while an adapter asks it for something is its own', async () => {
  expect(await attempt((context) => context.memory.get('position'))).toBe(session)
})
