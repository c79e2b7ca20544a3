import fc from 'fast-check'
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import { modbusAddress } from './address.ts'
import { modbusConfig } from './config.ts'
import { InvalidAnswer } from './frames.ts'
import { adapter } from './index.ts'
import { DeviceRefusal, Line, NoAnswer } from './line.ts'

/** A device of our own that answers however a test wants. */
async function device(
  answer: (request: Buffer, socket: Socket) => void,
): Promise<{ port: number; server: Server; opened(): number }> {
  let opened = 0
  const server = createServer((socket) => {
    opened++
    socket.on('error', () => undefined)
    socket.on('data', (request: Buffer) => answer(request, socket))
    sockets.add(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.add(server)
  return { port: (server.address() as AddressInfo).port, server, opened: () => opened }
}

const sockets = new Set<Socket>()
const servers = new Set<Server>()
const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  for (const set of [sockets, servers]) set.clear()
})

/** The right answer to a request for one register. */
function valueFor(request: Buffer, value: number): Buffer {
  const answer = Buffer.alloc(11)
  request.copy(answer, 0, 0, 8)
  answer.writeUInt16BE(5, 4)
  answer[8] = 2
  answer.writeUInt16BE(value, 9)
  return answer
}

const tagAt = (key: number, at: string) => ({
  ...{ key, type: 'number' as const, intervalMs: 40 },
  address: modbusAddress.parse({ at }),
})

async function poll(port: number) {
  const made = recordingContext()
  const config = modbusConfig.parse({ host: '127.0.0.1', port, timeoutMs: 100 })
  const session = await adapter.connect(config, made.context)
  cleanups.push(made.remove, () => session.close())
  await session.subscribe([tagAt(1, 'hr:0')])
  return made
}

test.for<[string, (right: Buffer) => Buffer]>([
  ['another transaction', (right) => (right.writeUInt16BE(right.readUInt16BE(0) + 1, 0), right)],
  ['another unit', (right) => ((right[6] = 9), right)],
  ['another function', (right) => ((right[7] = 4), right)],
  ['another length', (right) => (right.writeUInt16BE(6, 4), right)],
  ['two answers at once', (right) => Buffer.concat([right, right])],
])('%s: a gap, a new connection, never a value', async ([, spoil], context) => {
  let count = 0
  const { port, opened } = await device((request, socket) => {
    count++
    socket.write(count === 3 ? spoil(valueFor(request, 666)) : valueFor(request, 5))
  })
  const made = await poll(port)
  await waitFor(() => made.samples.length >= 4, `values again in ${context.task.name}`)
  expect(new Set(made.samples.map(({ value }) => value))).toEqual(new Set([5]))
  expect(made.gaps).toMatchObject([{ keys: [1], cause: 'answer-invalid' }])
  expect([opened(), made.lost.length]).toEqual([2, 0])
})

test('a late answer stays on the old connection; half an answer is none', async () => {
  let count = 0
  const { port, opened } = await device(async (request, socket) => {
    count++
    if (count === 2) await sleep(150)
    const right = valueFor(request, count)
    socket.write(count === 5 ? right.subarray(0, 9) : right)
  })
  const made = await poll(port)
  await waitFor(() => made.samples.length >= 4, 'values after the half answer', 15_000)
  const values = made.samples.map(({ value }) => value)
  expect(values).not.toContain(2)
  expect(values).not.toContain(5)
  expect(made.gaps.every(({ cause, keys }) => cause === 'device-silent' && keys[0] === 1)).toBe(true)
  expect([made.gaps.length, opened()]).toEqual([2, 3])
})

test('later connections stand under the address rules of the first one', async () => {
  let count = 0
  const { port } = await device((request, socket) => {
    if (++count === 1) socket.destroy()
    else socket.write(valueFor(request, 5))
  })
  const rules = new AsyncLocalStorage<string>()
  const under: unknown[] = []
  const watch = () => under.push(rules.getStore())
  subscribe('net.client.socket', watch)
  try {
    const made = recordingContext()
    const config = modbusConfig.parse({ host: '127.0.0.1', port })
    const session = await rules.run('rules', () => adapter.connect(config, made.context))
    cleanups.push(made.remove, () => session.close())
    await session.subscribe([tagAt(1, 'hr:0')])
    await waitFor(() => made.samples.length > 0, 'a value')
  } finally {
    unsubscribe('net.client.socket', watch)
  }
  expect(under).toEqual(['rules', 'rules'])
})

test('a device that never answers is reported lost', async () => {
  const { port } = await device(() => undefined)
  const made = await poll(port)
  await waitFor(() => made.lost.length === 1, 'the loss', 15_000)
  expect(made.lost[0].code).toBe('no-answer')
  expect(made.samples).toEqual([])
})

test('1,000 answers of any bytes are values only where they are answers, and take no memory', async () => {
  let next: Uint8Array = new Uint8Array()
  const { port } = await device((_request, socket) => void socket.write(next))
  const config = modbusConfig.parse({ host: '127.0.0.1', port, timeoutMs: 50 })
  const line = new Line(config, () => Date.now() * 1_000, new AbortController().signal)
  cleanups.push(() => line.close())
  const block = { unit: 1, table: 'holding', start: 0, count: 1, tags: [] } as const
  const near = fc
    .tuple(fc.integer({ min: 1, max: 250 }), fc.uint8Array({ minLength: 1, maxLength: 12 }))
    .map(([id, rest]) => Buffer.concat([Buffer.from([0, id, 0, 0, 0, 5, 1, 3]), rest]))
  const before = process.memoryUsage().rss
  await fc.assert(
    fc.asyncProperty(fc.oneof(near, fc.uint8Array({ minLength: 8, maxLength: 2_000 })), async (bytes) => {
      next = bytes
      const answer = await line.read({ ...block, tags: [] }).catch((error: unknown) => error)
      const isRefusal = [InvalidAnswer, NoAnswer, DeviceRefusal].some((kind) => answer instanceof kind)
      if (!isRefusal) expect((answer as { bytes: Buffer }).bytes.length).toBe(2)
    }),
    { numRuns: 1_000 },
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
})
