/** What is lost when something breaks: nothing, or it is written down. With a server that is not ours. */
import { expect, it, vi } from 'vitest'
import type { TestContext } from 'vitest'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import type { ContextOptions, TestContextRecord } from '#test/fixtures/adapter-context.ts'
import { openLink } from '#test/fixtures/cut-link.ts'
import { freePort, startOpcUaPeer } from '#test/fixtures/opc-ua-peer.ts'
import type { OpcUaPeer, PeerOptions } from '#test/fixtures/opc-ua-peer.ts'
import { adapter } from './index.ts'

// The peer alone takes its seconds to start on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

interface Situation {
  peer: OpcUaPeer
  record: TestContextRecord
  connect(url?: string): ReturnType<typeof adapter.connect>
  /** Values in these numbers, a ms apart, with good times of their own. */
  write(from: number, to: number): Promise<void>
}

const startUs = 1_772_366_400_000_000
const tagX = { key: 1, type: 'number' as const, intervalMs: 100, address: { node: 'nsu=urn:plant;s=x' } }

async function inSituation(
  test: TestContext,
  options: { peer?: PeerOptions; context?: ContextOptions },
  work: (situation: Situation) => Promise<void>,
): Promise<void> {
  const peer = await startOpcUaPeer(test, options.peer)
  const record = recordingContext({ bridgeMs: 60_000, ...options.context })
  const connect = (url = peer.url) => adapter.connect(plain(url), record.context)
  const write = async (from: number, to: number) => {
    const samples = Array.from({ length: to - from }, (_, index) => ({
      ...{ type: 'Double', value: from + index, us: startUs + (from + index) * 1_000 },
    }))
    await peer.send({ do: 'write', name: 'x', samples })
  }
  try {
    await peer.send({ do: 'add', name: 'x', type: 'Double', value: 0 })
    await work({ peer, record, connect, write })
  } finally {
    record.remove()
    await peer.stop()
  }
}

/** What came with a time of the test's own. */
function values({ samples }: TestContextRecord) {
  return samples.filter(({ timeUs }) => timeUs < startUs + 1e9).map(({ value }) => value)
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

it('fetches a lost message again', (test) =>
  inSituation(test, {}, async ({ peer, record, connect, write }) => {
    const session = await connect()
    await session.subscribe([tagX])
    await waitFor(() => record.samples.length > 0, 'the first value')
    await peer.send({ do: 'lose' })
    await write(1, 4)
    await waitFor(() => values(record).length >= 3, 'the lost message')
    await write(4, 6)
    await waitFor(() => values(record).length >= 5, 'the next message')
    expect(values(record)).toEqual(numbers(1, 6))
    expect(record.gaps).toEqual([])
    expect(await peer.services()).toMatchObject({ RepublishRequest: 1 })
    await session.close()
  }))

it('writes a gap where the server does not have the lost message any more', (test) =>
  inSituation(test, {}, async ({ peer, record, connect, write }) => {
    const session = await connect()
    await session.subscribe([tagX])
    await waitFor(() => record.samples.length > 0, 'the first value')
    const beforeUs = Date.now() * 1_000
    await peer.send({ do: 'lose', forget: true })
    await write(1, 4)
    await waitFor(() => record.gaps.length > 0, 'the gap')
    await write(4, 6)
    await waitFor(() => values(record).length >= 2, 'the next message')
    expect(values(record)).toEqual([4, 5])
    const [gap] = record.gaps
    expect(record.gaps).toHaveLength(1)
    expect(gap).toMatchObject({ keys: [], cause: 'sequence-gap' })
    expect(gap.fromUs).toBeLessThanOrEqual(beforeUs)
    expect(gap.toUs).toBeGreaterThan(beforeUs)
    await session.close()
  }))

it('does not acknowledge what is not kept, and asks for nothing more meanwhile', (test) => {
  let isFull = false
  const beforeDeliver = async () => {
    if (isFull) throw new Error('full')
  }
  return inSituation(test, { context: { beforeDeliver } }, async ({ record, connect, write }) => {
    const session = await connect()
    await session.subscribe([tagX])
    await waitFor(() => record.samples.length > 0, 'the first value')
    isFull = true
    for (let round = 0; round < 8; round++) {
      await write(1 + round * 10, 11 + round * 10)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    expect(values(record)).toEqual([])
    isFull = false
    await waitFor(() => values(record).length >= 80, 'all that was held back')
    expect(values(record)).toEqual(numbers(1, 81))
    expect(record.gaps).toEqual([])
    expect(record.lost).toEqual([])
    await session.close()
  })
})

it('notices a server that holds the connection and says nothing', (test) =>
  inSituation(test, {}, async ({ peer, record, connect }) => {
    const session = await connect()
    await session.subscribe([tagX])
    await waitFor(() => record.alive > 1, 'signs of life')
    expect(record.lost).toEqual([])
    peer.process.kill('SIGSTOP')
    await waitFor(() => record.lost.length > 0, 'the loss', 15_000)
    expect(record.lost.map(({ code }) => code)).toEqual(['opc-ua-silent'])
    const begin = performance.now()
    await session.close()
    expect(performance.now() - begin).toBeLessThan(5_000)
  }))

it('takes its subscription over after a cut link, with all that came meanwhile', (test) =>
  inSituation(test, { peer: { mendTransfer: true } }, async ({ peer, record, connect, write }) => {
    const link = await openLink(peer.port)
    const url = `opc.tcp://127.0.0.1:${link.port}/`
    try {
      const first = await connect(url)
      await first.subscribe([tagX])
      await waitFor(() => record.samples.length > 0, 'the first value')
      await write(1, 11)
      await waitFor(() => values(record).length >= 10, 'values before')
      link.cut()
      await waitFor(() => record.lost.length > 0, 'the loss')
      await first.close()
      await write(11, 31)
      link.mend()
      const second = await connect(url)
      await second.subscribe([tagX])
      await write(31, 41)
      await waitFor(() => values(record).includes(40), 'values after')
      await second.close()
      const missing = numbers(1, 41).filter((value) => !values(record).includes(value))
      expect({ missing, gaps: record.gaps }).toEqual({ missing: [], gaps: [] })
      expect(await peer.services()).toMatchObject({ CreateSubscriptionRequest: 1 })
    } finally {
      await link.close()
    }
  }))

it('begins anew where a subscription that was taken over stays silent, and writes down what is missing', (test) =>
  inSituation(test, {}, async ({ peer, record, connect, write }) => {
    const link = await openLink(peer.port)
    const url = `opc.tcp://127.0.0.1:${link.port}/`
    try {
      const first = await connect(url)
      await first.subscribe([tagX])
      await write(1, 11)
      await waitFor(
        () => values(record).length >= 10 && record.memory.has('opc-ua-progress'),
        'values before',
      )
      link.cut()
      await waitFor(() => record.lost.length > 0, 'the loss')
      await first.close()
      link.mend()
      const second = await connect(url)
      await second.subscribe([tagX])
      await waitFor(() => record.lost.length > 1, 'the silence', 20_000)
      await second.close()
      await write(11, 12)
      const third = await connect(url)
      await third.subscribe([tagX])
      await waitFor(() => values(record).includes(11), 'the present value')
      await write(12, 14)
      await waitFor(() => values(record).includes(13), 'values after')
      expect(record.lost.map(({ code }) => code)).toEqual(['opc-ua-connection-broken', 'opc-ua-silent'])
      expect(record.gaps).toMatchObject([{ keys: [], cause: 'connection-down' }])
      await third.close()
    } finally {
      await link.close()
    }
  }))

it('finds its nodes after a restart that numbers the namespaces anew, and writes down what is missing', async (test) => {
  const port = await freePort()
  const before = await startOpcUaPeer(test, { port, namespaces: ['urn:other', 'urn:plant'] })
  const record = recordingContext({ bridgeMs: 60_000 })
  const opened: OpcUaPeer[] = [before]
  try {
    const { node } = await before.send({ do: 'add', name: 'x', type: 'Double', value: 1 })
    const tags = [tagX, { ...tagX, key: 2, address: { node: String(node) } }]
    const first = await adapter.connect(plain(before.url), record.context)
    expect(await first.subscribe(tags)).toEqual([])
    await waitFor(() => record.samples.length >= 2, 'values before')
    await waitFor(() => record.memory.has('opc-ua-progress'), 'the progress')
    await before.stop()
    await waitFor(() => record.lost.length > 0, 'the loss')
    await first.close()
    const after = await startOpcUaPeer(test, { port, namespaces: ['urn:new', 'urn:plant', 'urn:other'] })
    opened.push(after)
    await after.send({ do: 'add', namespace: 'urn:new', name: 'x', type: 'Double', value: -1 })
    const moved = await after.send({
      do: 'add',
      namespace: 'urn:other',
      name: 'x',
      type: 'Double',
      value: -2,
    })
    await after.send({ do: 'add', name: 'x', type: 'Double', value: 2 })
    // What was number 3 is now another's.
    expect([node, moved.node]).toEqual(['ns=3;s=x', 'ns=4;s=x'])
    const second = await adapter.connect(plain(after.url), record.context)
    expect(await second.subscribe(tags)).toEqual([])
    await waitFor(() => record.samples.length >= 4, 'values after')
    expect(record.samples.map(({ key, value }) => [key, value])).toEqual([
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
    ])
    expect(record.gaps.map(({ cause }) => cause)).toEqual(['source-restarted'])
    await second.close()
  } finally {
    record.remove()
    for (const peer of opened) await peer.stop()
  }
})

it('polls where there are no subscriptions, and isolates what the server does not have', (test) =>
  inSituation(
    test,
    { peer: { refuse: ['CreateSubscription'] } },
    async ({ peer, record, connect, write }) => {
      const session = await connect()
      const unknown = { ...tagX, key: 2, address: { node: 'nsu=urn:plant;s=nothing' } }
      const elsewhere = { ...tagX, key: 3, address: { node: 'nsu=urn:nowhere;s=x' } }
      await session.subscribe([tagX, unknown, elsewhere])
      await waitFor(() => record.samples.length > 0, 'the first value')
      await write(1, 2)
      await waitFor(() => values(record).length > 0, 'the written value')
      expect(values(record)).toEqual([1])
      expect(record.problems.map(({ key, problem }) => [key, problem?.code])).toEqual([
        [2, 'opc-ua-node-unknown'],
        [3, 'opc-ua-node-unknown'],
      ])
      await session.close()
      expect(await peer.services()).not.toHaveProperty('PublishRequest')
    },
  ))

it('takes new tags in and others out while it runs', (test) =>
  inSituation(test, {}, async ({ peer, record, connect, write }) => {
    const session = await connect()
    const late = { ...tagX, key: 2, address: { node: 'nsu=urn:plant;s=late' } }
    expect(await session.subscribe([tagX, late])).toMatchObject([
      { key: 2, problem: { code: 'opc-ua-node-unknown' } },
    ])
    await peer.send({ do: 'add', name: 'late', type: 'Double', value: 7 })
    // A second tag of the same node is told the present value too.
    expect(await session.subscribe([tagX, late, { ...tagX, key: 3 }])).toEqual([])
    await waitFor(() => new Set(record.samples.map(({ key }) => key)).size === 3, 'all three')
    await session.subscribe([late])
    const before = record.samples.length
    await write(1, 3)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(record.samples.slice(before)).toEqual([])
    await session.close()
  }))

function plain(url: string) {
  return adapter.config.parse({ url, security: { mode: 'none' } })
}
