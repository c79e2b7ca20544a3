import { expect, test } from 'vitest'
import type { FromHost, ToHost } from './host-messages.ts'
import { HostFailureError, HostPool } from './host-pool.ts'
import type { Host, HostCall } from './host-pool.ts'

/** A host in this process that answers when it is told to: the smallest real implementation of the interface. */
class HandHost implements Host {
  listener: (message: FromHost) => void = () => undefined
  gone: (reason: string) => void = () => undefined
  alive = true
  heard: ToHost[] = []
  takesOrders = true
  send(message: ToHost): void {
    this.heard.push(message)
    if (message.type === 'order' && this.takesOrders) this.listener({ type: 'begun' })
  }
  onMessage(listener: (message: FromHost) => void): void {
    this.listener = listener
  }
  onGone(listener: (reason: string) => void): void {
    this.gone = listener
  }
  isAlive(): boolean {
    return this.alive
  }
  kill(reason: string): void {
    this.alive = false
    this.gone(reason)
  }
}

function setUp(limit: number) {
  const hosts: HandHost[] = []
  const pool = new HostPool(async () => {
    const host = new HandHost()
    hosts.push(host)
    return host
  }, limit)
  return { hosts, pool }
}

function callOf(projectId: string, changes: Partial<HostCall> = {}): HostCall {
  return {
    order: { kind: 'inspect', key: 'any@1', projectId, config: projectId, heartbeatMs: 10_000 },
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    onMessage: () => undefined,
    ...changes,
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('projects take turns however many calls one of them has waiting', async () => {
  const { hosts, pool } = setUp(1)
  const order: string[] = []
  const calls = ['a', 'a', 'a', 'a', 'b', 'b', 'c'].map((project) =>
    pool.call(callOf(project)).then(() => order.push(project)),
  )
  for (let done = 0; done < calls.length; done++) {
    await turn()
    hosts[0].listener({ type: 'inspected', config: {} })
    await turn()
  }
  await Promise.all(calls)
  expect(hosts).toHaveLength(1)
  expect(order).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a'])
})

test('at most the limit is at work at once', async () => {
  const { hosts, pool } = setUp(2)
  const calls = ['a', 'b', 'c'].map((project) => pool.call(callOf(project)))
  await turn()
  expect(hosts.map((host) => host.heard.length)).toEqual([1, 1])
  hosts[0].listener({ type: 'inspected', config: {} })
  await turn()
  expect(hosts.map((host) => host.heard.length)).toEqual([2, 1])
  for (const host of hosts) host.listener({ type: 'inspected', config: {} })
  await Promise.all(calls)
})

test('a host that died fails its call only, and the next call gets a new one', async () => {
  const { hosts, pool } = setUp(1)
  const call = pool.call(callOf('a'))
  await turn()
  hosts[0].kill('signal SIGSEGV')
  await expect(call).rejects.toMatchObject({
    failure: { code: 'host-died', params: { reason: 'signal SIGSEGV' } },
  })
  const next = pool.call(callOf('a'))
  await turn()
  hosts[1].listener({ type: 'inspected', config: 1 })
  await expect(next).resolves.toEqual({ type: 'inspected', config: 1 })
})

test('a warm host that dies before it took the order costs the call nothing: it gets another place', async () => {
  const { hosts, pool } = setUp(1)
  const first = pool.call(callOf('a'))
  await turn()
  hosts[0].listener({ type: 'inspected', config: 1 })
  await first
  hosts[0].takesOrders = false
  const second = pool.call(callOf('a'))
  await turn()
  hosts[0].kill('signal SIGKILL')
  await turn()
  hosts[1].listener({ type: 'inspected', config: 2 })
  await expect(second).resolves.toEqual({ type: 'inspected', config: 2 })
})

test('a place that does not come about is no death of the block', async () => {
  const pool = new HostPool(() => Promise.reject(new Error('no memory')), 1)
  const failure = { kind: 'system', code: 'host-not-started', params: { reason: 'no memory' } }
  await expect(pool.call(callOf('a'))).rejects.toMatchObject({ failure })
  await expect(pool.call(callOf('a'))).rejects.toMatchObject({ failure })
})

test('a host that does not answer in time is killed and the call fails with the reason', async () => {
  const { hosts, pool } = setUp(1)
  await expect(pool.call(callOf('a', { timeoutMs: 20 }))).rejects.toBeInstanceOf(HostFailureError)
  expect(hosts[0].alive).toBe(false)
})

test('an aborted call is told to its host, and a deaf host is killed within a second', async () => {
  const { hosts, pool } = setUp(1)
  const controller = new AbortController()
  const call = pool.call(callOf('a', { signal: controller.signal }))
  await turn()
  const begin = Date.now()
  controller.abort('cancelled')
  await expect(call).rejects.toBe('cancelled')
  expect(Date.now() - begin).toBeLessThan(1_500)
  expect(hosts[0].heard.map((message) => message.type)).toEqual(['order', 'abort'])
})

test('a call that is aborted while it waits leaves the line', async () => {
  const { hosts, pool } = setUp(1)
  const first = pool.call(callOf('a'))
  const controller = new AbortController()
  const second = pool.call(callOf('a', { signal: controller.signal }))
  const third = pool.call(callOf('a'))
  await turn()
  controller.abort('cancelled')
  await expect(second).rejects.toBe('cancelled')
  hosts[0].listener({ type: 'inspected', config: 1 })
  await first
  await turn()
  hosts[0].listener({ type: 'inspected', config: 3 })
  await expect(third).resolves.toEqual({ type: 'inspected', config: 3 })
})
