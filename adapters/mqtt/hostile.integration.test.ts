import fc from 'fast-check'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitFor } from '#test/fixtures/adapter-context.ts'
import { lengthBytes, publishPacket, startHostileBroker } from '#test/fixtures/hostile-broker.ts'
import type { HostileBroker } from '#test/fixtures/hostile-broker.ts'
import { connectMqtt, endMqtt, mqttRecord, mqttTag } from '#test/fixtures/mqtt.ts'

let broker: HostileBroker
beforeEach(async () => {
  broker = await startHostileBroker()
})
afterEach(async () => {
  await endMqtt()
  await broker.close()
})

const megabyte = 1_000_000
const mostMb = 100

async function subscribed(options?: Parameters<typeof mqttRecord>[0]) {
  const made = mqttRecord(options)
  const session = await connectMqtt(broker.port, made, { version: '3.1.1', filters: ['#'] })
  await session.subscribe([
    mqttTag(1, { format: 'plain', topic: 'a' }),
    mqttTag(2, { format: 'sparkplug', group: 'G', node: 'N', metric: 'x' }),
  ])
  return { made, session }
}

/** By how much the memory grew at most while something was done, MB. */
async function growthOf(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss
  let most = before
  const look = () => (most = Math.max(most, process.memoryUsage().rss))
  const timer = setInterval(look, 5)
  try {
    await work()
    look()
  } finally {
    clearInterval(timer)
  }
  return (most - before) / megabyte
}

test('a packet without end costs the connection, and no memory', async () => {
  const { made } = await subscribed()
  const grown = await growthOf(async () => {
    await broker.send(Buffer.concat([Buffer.from([0x30]), lengthBytes(250 * megabyte)]))
    for (let sent = 0; sent < 250 && made.lost.length === 0; sent++)
      await broker.send(Buffer.alloc(megabyte, 'x'))
    await waitFor(() => made.lost.length > 0, 'the end of the connection')
  })
  expect(made.lost[0].code).toBe('mqtt-packet-too-large')
  expect(grown).toBeLessThan(mostMb)
})

test('a flood that nobody can keep is not read', async () => {
  const { made } = await subscribed({ beforeDeliver: () => new Promise(() => undefined) })
  const piece = Buffer.concat(
    Array.from({ length: 10 }, () => publishPacket('a', Buffer.alloc(200_000, '1'))),
  )
  let sent = 0
  const grown = await growthOf(async () => {
    const { send } = broker
    const until = Date.now() + 1_500
    const flood = async () => {
      for (; Date.now() < until; sent++) await send(piece)
    }
    await Promise.race([flood(), sleep(1_500)])
  })
  expect(sent).toBeGreaterThan(5)
  expect(sent).toBeLessThan(50)
  expect(grown).toBeLessThan(mostMb)
  expect(made.lost).toEqual([])
})

test('topics without end are neither remembered nor offered without end', async () => {
  const { made } = await subscribed()
  const pieces = Array.from({ length: 50 }, (_, round) =>
    Buffer.concat(
      Array.from({ length: 1_000 }, (_, at) =>
        publishPacket(`x/${round}/${at}/${'y'.repeat(500)}`, Buffer.alloc(500)),
      ),
    ),
  )
  const grown = await growthOf(async () => {
    for (const piece of pieces) await broker.send(piece)
    await broker.send(publishPacket('a', Buffer.from('7')))
    await waitFor(() => made.samples.length === 1, 'what came behind them')
  })
  expect(made.offers.length).toBeLessThan(200)
  expect(grown).toBeLessThan(mostMb)
})

test('1,000 payloads of any bytes are gaps and bad samples, and the connection stands', async () => {
  const { made } = await subscribed()
  const topics = ['a', 'spBv1.0/G/NBIRTH/N', 'spBv1.0/G/NDATA/N', 'spBv1.0/G/NDEATH/N', 'spBv1.0/G/DDATA/N/D']
  const cases = fc.sample(fc.tuple(fc.constantFrom(...topics), fc.uint8Array({ maxLength: 200 })), 1_000)
  for (const [index, [topic, payload]] of cases.entries())
    await broker.send(publishPacket(topic, payload, index + 1))
  await waitFor(() => broker.acknowledged() === 1_000, 'all acknowledgements')
  await broker.send(publishPacket('a', Buffer.from('42')))
  await waitFor(() => made.samples.at(-1)?.value === 42, 'a good value')
  expect(made.lost).toEqual([])
  expect(made.gaps.some(({ cause }) => cause === 'answer-invalid')).toBe(true)
})

test.for([
  ['a length without end', Buffer.from([0x30, 255, 255, 255, 255, 1])],
  ['a message without a topic', Buffer.from([0x30, 2, 0, 0])],
  ['a topic beyond the packet', Buffer.from([0x30, 4, 1, 0, 97, 49])],
  ['a packet of no kind', Buffer.from([0x00, 0])],
] as const)('%s ends the connection', async ([, bytes]) => {
  const { made } = await subscribed()
  await broker.send(bytes)
  await waitFor(() => made.lost.length > 0, 'the end')
  expect(made.lost[0].code).toBe('connection-lost')
  expect(made.samples).toEqual([])
})
