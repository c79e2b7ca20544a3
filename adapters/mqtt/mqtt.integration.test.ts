import { Aedes } from 'aedes'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { waitFor } from '#test/fixtures/adapter-context.ts'
import { connectMqtt, endMqtt, mqttBroker, mqttRecord, mqttTag } from '#test/fixtures/mqtt.ts'

afterEach(endMqtt)

test.for(['5', '3.1.1'])('numbers, JSON, CSV and texts arrive over MQTT %s', async (version, context) => {
  const { port, publish } = await mqttBroker(context)
  const made = mqttRecord()
  const session = await connectMqtt(port, made, { version })
  const time = { path: 't', as: { format: 'epoch', unit: 'ms' } }
  const problems = await session.subscribe([
    mqttTag(1, { format: 'plain', topic: 'hall/temperature' }),
    mqttTag(2, { format: 'json', topic: 'hall/+/state', path: '$.motor.speed', time }, 'integer'),
    mqttTag(3, { format: 'csv', topic: 'hall/csv', column: 2, separator: ';', decimal: ',' }),
    mqttTag(4, { format: 'text', topic: 'hall/recipe' }, 'text'),
    mqttTag(5, { format: 'plain', topic: 'hall/running' }, 'boolean'),
  ])
  expect(problems).toEqual([])
  await publish('hall/temperature', '21.5')
  await publish('hall/press/state', '{"t":1700000000000,"motor":{"speed":9007199254740993}}')
  await publish('hall/csv', '2026;3,25')
  await publish('hall/recipe', 'Käse 42', '-q', '2')
  await publish('hall/running', 'Ein', '-q', '0')
  await publish('hall/temperature', 'warm')
  await waitFor(() => made.samples.length === 6, '6 samples')
  expect(made.samples.map(({ key, value }) => [key, value])).toEqual([
    [1, 21.5],
    [2, 9007199254740993n],
    [3, 3.25],
    [4, 'Käse 42'],
    [5, true],
    [1, null],
  ])
  expect(made.samples[1].timeUs).toBe(1_700_000_000_000_000)
  expect(made.samples[5]).toMatchObject({ quality: 2, status: 'not-a-number' })
})

test('what is not kept is not acknowledged, and comes again', async (context) => {
  const { port, publish } = await mqttBroker(context)
  const refusing = mqttRecord({ beforeDeliver: () => Promise.reject(new Error('full')) })
  const session = await connectMqtt(port, refusing)
  await session.subscribe([mqttTag(1, { format: 'plain', topic: 'a' })])
  for (let value = 1; value <= 30; value++) await publish('a', String(value), '-q', value % 2 ? '1' : '2')
  await waitFor(() => refusing.logs.some(({ code }) => code === 'samples-not-kept'), 'a refusal')
  await session.close()
  expect(refusing.samples).toEqual([])

  refusing.options = {}
  const second = await connectMqtt(port, refusing)
  await second.subscribe([mqttTag(1, { format: 'plain', topic: 'a' })])
  await waitFor(() => refusing.samples.length >= 30, '30 samples')
  expect(refusing.samples.map(({ value }) => value).sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 30 }, (_, index) => index + 1),
  )
  expect(refusing.gaps).toEqual([])
})

test('what was published while we were away comes afterwards, also over a restart of the broker', async (context) => {
  const broker = await mqttBroker(context)
  const made = mqttRecord()
  const tags = [mqttTag(1, { format: 'plain', topic: 'a/+' })]
  const first = await connectMqtt(broker.port, made)
  await first.subscribe(tags)
  for (let value = 0; value < 5; value++) await broker.publish('a/x', String(value))
  await waitFor(() => made.samples.length === 5, 'the first five')
  await broker.stop('SIGTERM')
  await waitFor(() => made.lost.length === 1, 'the loss of the connection')
  await first.close()
  await broker.start()
  for (let value = 5; value < 40; value++) await broker.publish('a/x', String(value))
  const second = await connectMqtt(broker.port, made)
  await second.subscribe(tags)
  await waitFor(() => made.samples.length >= 40, 'the other 35')
  expect(made.samples.map(({ value }) => value)).toEqual(Array.from({ length: 40 }, (_, index) => index))
  expect(made.gaps).toEqual([])
})

test('a session that the broker has lost is a gap from the last moment that was whole', async (context) => {
  const broker = await mqttBroker(context, { lines: ['persistence false'] })
  const made = mqttRecord()
  const first = await connectMqtt(broker.port, made)
  await first.subscribe([mqttTag(1, { format: 'plain', topic: 'a' })])
  const goodUs = made.context.nowUs()
  await first.close()
  await broker.stop()
  await broker.start()
  const second = await connectMqtt(broker.port, made)
  expect(made.gaps).toMatchObject([{ keys: [], cause: 'connection-down' }])
  expect(made.gaps[0].fromUs).toBeGreaterThanOrEqual(goodUs)
  expect(made.gaps[0].fromUs).toBeLessThan(goodUs + 2_000_000)
  await second.subscribe([mqttTag(1, { format: 'plain', topic: 'a' })])
  await broker.publish('a', '1')
  await waitFor(() => made.samples.length === 1, 'a value')
})

test('what a broker had kept is uncertain', async (context) => {
  const broker = await mqttBroker(context)
  await broker.publish('a', '7', '-r')
  const made = mqttRecord()
  const session = await connectMqtt(broker.port, made)
  await session.subscribe([mqttTag(1, { format: 'plain', topic: 'a' })])
  await broker.publish('a', '8', '-r')
  await waitFor(() => made.samples.length === 2, 'two values')
  expect(made.samples).toMatchObject([
    { value: 7, quality: 1, status: 'retained' },
    { value: 8, quality: 0 },
  ])
})

test('messages wait for being kept together, many in flight, and are acknowledged in one go', async (context) => {
  const broker = await mqttBroker(context, { lines: ['max_inflight_messages 200'] })
  let release = () => {}
  const made = mqttRecord({ beforeDeliver: () => new Promise((resolve) => (release = resolve)) })
  const session = await connectMqtt(broker.port, made)
  await session.subscribe([mqttTag(1, { format: 'plain', topic: 'a' })])
  const lines = Array.from({ length: 100 }, (_, index) => String(index)).join('\n')
  await broker.publishLines('a', lines)
  await waitFor(() => made.memory.size > 0, 'a start')
  made.options.beforeDeliver = undefined
  release()
  await waitFor(() => made.samples.length === 100, '100 values')
  expect(made.batches).toBeLessThan(20)
  expect(made.samples.map(({ value }) => value)).toEqual(Array.from({ length: 100 }, (_, index) => index))
})

test('at QoS 2 a message that was kept but not acknowledged is not taken twice', async (context) => {
  const broker = await mqttBroker(context)
  const made = mqttRecord()
  const tags = [mqttTag(1, { format: 'plain', topic: 'a' })]
  const first = await connectMqtt(broker.port, made, { qos: 2 })
  await first.subscribe(tags)
  // Time for the broker to write down what is under way.
  made.options.beforeDeliver = () => new Promise((resolve) => setTimeout(resolve, 2_500))
  const { set } = made.context.memory
  made.context.memory.set = async (name, value) => {
    await set(name, value)
    if ((value as { kept: number[] }).kept.length > 0) await broker.stop('SIGKILL')
  }
  await broker.publish('a', '5', '-q', '2')
  await waitFor(() => made.lost.length === 1, 'the loss of the connection')
  await first.close()
  made.context.memory.set = set
  made.options.beforeDeliver = undefined
  await broker.start()
  const second = await connectMqtt(broker.port, made, { qos: 2 })
  await second.subscribe(tags)
  await broker.publish('a', '6', '-q', '2')
  await waitFor(() => made.samples.some(({ value }) => value === 6), 'the next value')
  expect(made.samples.map(({ value }) => value)).toEqual([5, 6])
})

test('what there is can be browsed down to the fields of JSON, and a topic nobody asked for is offered', async (context) => {
  const broker = await mqttBroker(context)
  await broker.publish('hall/press', '{"speed":3,"motor":{"on":true}}', '-r')
  const made = mqttRecord()
  const session = await connectMqtt(broker.port, made, { filters: ['line/#'] })
  await session.subscribe([])
  const signal = AbortSignal.timeout(10_000)
  const top = await session.browse?.({}, signal)
  expect(top?.items.map(({ name }) => name)).toEqual(['hall'])
  const press = await session.browse?.({ parent: 'hall/press/' }, signal)
  expect(press?.items.map(({ name, tag }) => [name, tag?.type])).toEqual([
    ['speed', 'number'],
    ['motor.on', 'boolean'],
  ])
  await broker.publish('line/1', '5')
  await waitFor(() => made.offers.length === 1, 'an offer')
  expect(made.offers[0].tag?.address).toEqual({ format: 'plain', topic: 'line/1' })
  expect(made.logs.map(({ code }) => code)).toContain('mqtt-queue-limit')
})

test('a topic that the broker refuses is a problem of its tag alone', async () => {
  const aedes = await Aedes.createBroker({
    authorizeSubscribe: (_client, subscription, done) =>
      done(null, subscription.topic.startsWith('secret/') ? null : subscription),
  })
  const server = createServer(aedes.handle).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const made = mqttRecord()
    const session = await connectMqtt((server.address() as AddressInfo).port, made, { version: '3.1.1' })
    const problems = await session.subscribe([
      mqttTag(1, { format: 'plain', topic: 'secret/a' }),
      mqttTag(2, { format: 'plain', topic: 'a' }),
    ])
    expect(problems).toEqual([{ key: 1, problem: { code: 'mqtt-topic-refused', params: { reason: 128 } } }])
    await session.close()
  } finally {
    aedes.close()
    server.close()
  }
})
