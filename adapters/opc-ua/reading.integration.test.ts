/** Browsing, reading, history, and that nothing is ever written. With a server that is not ours. */
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { BrowseItem, Session } from '#adapters/adapter.ts'
import { sampleAt } from '#adapters/sample-batch.ts'
import type { Sample } from '#adapters/sample-batch.ts'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import { startOpcUaPeer } from '#test/fixtures/opc-ua-peer.ts'
import type { OpcUaAddress } from './address.ts'
import { adapter } from './index.ts'

// The peer alone takes its seconds to start on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const signal = new AbortController().signal
const startUs = 1_772_366_400_000_000
const x: OpcUaAddress = { node: 'nsu=urn:plant;i=4711' }

/** All that reading asks of a server; nothing in it changes anything there but what belongs to this session. */
const reading = [
  'GetEndpointsRequest',
  'CreateSessionRequest',
  'ActivateSessionRequest',
  'CloseSessionRequest',
  'ReadRequest',
  'HistoryReadRequest',
  'BrowseRequest',
  'BrowseNextRequest',
  'TranslateBrowsePathsToNodeIdsRequest',
  'CreateSubscriptionRequest',
  'DeleteSubscriptionsRequest',
  'TransferSubscriptionsRequest',
  'CreateMonitoredItemsRequest',
  'DeleteMonitoredItemsRequest',
  'PublishRequest',
  'RepublishRequest',
]

it('browses, reads and looks back, and asks for nothing that writes', async (test) => {
  const record = recordingContext({ bridgeMs: 0 })
  const peer = await startOpcUaPeer(test, { history: join(record.context.folder, 'history.sqlite') })
  try {
    await peer.send({ do: 'add', folder: true, name: 'Hall' })
    const celsius = { id: 4408652, name: '°C' }
    await peer.send({
      do: 'add',
      name: 'x',
      id: 4711,
      type: 'Double',
      value: 0,
      unit: celsius,
      history: true,
    })
    await peer.send({ do: 'add', name: 'list', type: 'Int32', value: ['1', '2'] })
    await peer.send({ do: 'add', parent: 'Hall', name: 'inside', type: 'String', value: 'a' })
    const session = await adapter.connect(
      adapter.config.parse({ url: peer.url, security: { mode: 'none' } }),
      record.context,
    )
    const top = await all(session)
    expect(top.find(({ name }) => name === 'x')).toMatchObject({
      hasChildren: false,
      tag: { address: x, type: 'number', unit: 'Cel', unitText: '°C', canRead: true, hasHistory: true },
    })
    const list = top.find(({ name }) => name === 'list')!
    expect(list.tag).toBeUndefined()
    expect(
      (await all(session, list.id)).map(({ name, tag }) => [name, tag?.address.path, tag?.type]),
    ).toEqual([
      ['[0]', '[0]', 'integer'],
      ['[1]', '[1]', 'integer'],
    ])
    const inside = await all(session, top.find(({ name }) => name === 'Hall')!.id)
    expect(inside.map(({ name, tag }) => [name, tag?.type])).toEqual([['inside', 'text']])

    const samples = Array.from({ length: 25 }, (_, n) => ({
      type: 'Double',
      value: n,
      us: startUs + n * 1_001,
    }))
    await peer.send({ do: 'write', name: 'x', samples })
    const tag = { key: 7, address: x, type: 'number' as const, intervalMs: 100 }
    const now = await session.read!(
      [tag, { ...tag, key: 8, address: { node: 'nsu=urn:plant;s=no' } }],
      signal,
    )
    expect([sampleAt(now, 0), sampleAt(now, 1)]).toMatchObject([
      { key: 7, timeUs: startUs + 24 * 1_001, value: 24 },
      { key: 8, value: null, quality: 2, status: 'BadNodeIdUnknown' },
    ])
    await session.subscribe([tag])
    await waitFor(() => record.samples.length > 0, 'a value')
    const range = { fromUs: startUs + 1_001, toUs: startUs + 20 * 1_001 }
    const past: Sample[] = []
    for await (const batch of session.readHistory!(tag, range, signal))
      for (let row = 0; row < batch.length; row++) past.push(sampleAt(batch, row))
    expect(past).toEqual(
      Array.from({ length: 19 }, (_, n) => ({
        key: 7,
        timeUs: startUs + (n + 1) * 1_001,
        value: n + 1,
        quality: 0,
      })),
    )
    await session.subscribe([])
    await session.close()
    const asked = Object.keys(await peer.services())
    expect(asked.filter((name) => !reading.includes(name))).toEqual([])
    expect(asked).toEqual(
      expect.arrayContaining(['HistoryReadRequest', 'PublishRequest', 'DeleteMonitoredItemsRequest']),
    )
  } finally {
    record.remove()
    await peer.stop()
  }
})

it('stays small beside huge texts, huge arrays and a tree without end', async (test) => {
  const record = recordingContext()
  const peer = await startOpcUaPeer(test)
  try {
    await peer.send({ do: 'add', name: 'x', id: 4711, type: 'Double', value: 1 })
    await peer.send({ do: 'huge', elements: 1_000_000, characters: 3_000_000, children: 450 })
    const session = await adapter.connect(
      // Slowly: this server needs seconds for what is huge.
      adapter.config.parse({ url: peer.url, security: { mode: 'none' }, publishingMs: 10_000 }),
      record.context,
    )
    await session.subscribe([{ key: 0, type: 'number', intervalMs: 100, address: x }])
    await waitFor(() => record.samples.length > 0, 'the small value')
    const beforeMb = process.memoryUsage().rss / 1e6
    let mostMb = beforeMb
    const watch = setInterval(() => (mostMb = Math.max(mostMb, process.memoryUsage().rss / 1e6)), 10)
    const node = (name: string) => ({ node: `nsu=urn:plant;s=${name}` })
    await session.subscribe([
      { key: 0, type: 'number', intervalMs: 100, address: x },
      { key: 1, type: 'number', intervalMs: 100, address: { ...node('array'), path: '[5]' } },
      { key: 2, type: 'text', intervalMs: 100, address: node('text') },
    ])
    await waitFor(() => record.samples.length >= 3, 'the huge values', 90_000)
    const first = await session.browse!({ parent: JSON.stringify(node('endless')) }, signal)
    // A node that is below itself is a level more each time somebody opens it, and no more than that.
    const again = await all(session, first.items.find(({ name }) => name === 'loop')!.id)
    expect(again.map(({ name, hasChildren }) => [name, hasChildren])).toEqual([['endless', true]])
    expect(first.items.length).toBeLessThanOrEqual(200)
    expect((await all(session, JSON.stringify(node('endless')))).length).toBe(451)
    clearInterval(watch)
    expect(record.samples.map(({ key, value, status }) => [key, value, status])).toEqual([
      [0, 1, undefined],
      [1, null, 'BadEncodingLimitsExceeded'],
      [2, null, 'BadEncodingLimitsExceeded'],
    ])
    expect(record.lost).toEqual([])
    expect(mostMb - beforeMb).toBeLessThan(100)
    await session.close()
  } finally {
    record.remove()
    await peer.stop()
  }
})

async function all(session: Session<OpcUaAddress>, parent?: string): Promise<BrowseItem<OpcUaAddress>[]> {
  const items: BrowseItem<OpcUaAddress>[] = []
  let cursor: string | undefined
  do {
    const page = await session.browse!({ parent, cursor }, signal)
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return items
}
