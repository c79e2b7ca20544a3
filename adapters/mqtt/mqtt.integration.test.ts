import { afterEach, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import type { Session, TagRequest } from '#adapters/adapter.ts'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import type { TestContextRecord } from '#test/fixtures/adapter-context.ts'
import { startMosquitto } from '#test/fixtures/mosquitto.ts'
import type { BrokerOptions, TestBroker } from '#test/fixtures/mosquitto.ts'
import type { MqttAddress } from './address.ts'
import { adapter } from './index.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

type Settings = Record<string, unknown>

async function broker(context: TestContext, options?: BrokerOptions): Promise<TestBroker> {
  const started = await startMosquitto(context, options)
  cleanups.push(() => started.remove())
  return started
}

function record(options?: Parameters<typeof recordingContext>[0]): TestContextRecord {
  const made = recordingContext(options)
  cleanups.push(() => made.remove())
  return made
}

async function connect(port: number, made: TestContextRecord, settings: Settings = {}) {
  const config = adapter.config.parse({ host: '127.0.0.1', port, clientId: 'ecoki-test', ...settings })
  const session: Session<MqttAddress> = await adapter.connect(config, made.context)
  cleanups.push(() => session.close())
  return session
}

function tag(key: number, address: unknown, type: TagRequest['type'] = 'number'): TagRequest<MqttAddress> {
  return { key, address: adapter.address.parse(address), type, intervalMs: 1_000 }
}

const values = ({ samples }: TestContextRecord) => samples.map(({ key, value }) => [key, value])

test.for(['5', '3.1.1'])('numbers, JSON, CSV and texts arrive over MQTT %s', async (version, context) => {
  const { port, publish } = await broker(context)
  const made = record()
  const session = await connect(port, made, { version })
  const time = { path: 't', as: { format: 'epoch', unit: 'ms' } }
  const problems = await session.subscribe([
    tag(1, { format: 'plain', topic: 'hall/temperature' }),
    tag(2, { format: 'json', topic: 'hall/+/state', path: '$.motor.speed', time }, 'integer'),
    tag(3, { format: 'csv', topic: 'hall/csv', column: 2, separator: ';', decimal: ',' }),
    tag(4, { format: 'text', topic: 'hall/recipe' }, 'text'),
    tag(5, { format: 'plain', topic: 'hall/running' }, 'boolean'),
  ])
  expect(problems).toEqual([])
  await publish('hall/temperature', '21.5')
  await publish('hall/press/state', '{"t":1700000000000,"motor":{"speed":9007199254740993}}')
  await publish('hall/csv', '2026;3,25')
  await publish('hall/recipe', 'Käse 42', '-q', '2')
  await publish('hall/running', 'Ein', '-q', '0')
  await publish('hall/temperature', 'warm')
  await waitFor(() => made.samples.length === 6, '6 samples')
  expect(values(made)).toEqual([
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
  const { port, publish } = await broker(context)
  const refusing = record({ beforeDeliver: () => Promise.reject(new Error('full')) })
  const session = await connect(port, refusing)
  await session.subscribe([tag(1, { format: 'plain', topic: 'a' })])
  for (let value = 1; value <= 30; value++) await publish('a', String(value), '-q', value % 2 ? '1' : '2')
  await waitFor(() => refusing.logs.some(({ code }) => code === 'samples-not-kept'), 'a refusal')
  await session.close()
  expect(refusing.samples).toEqual([])

  refusing.options = {}
  const second = await connect(port, refusing)
  await second.subscribe([tag(1, { format: 'plain', topic: 'a' })])
  await waitFor(() => refusing.samples.length >= 30, '30 samples')
  expect(refusing.samples.map(({ value }) => value).sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 30 }, (_, index) => index + 1),
  )
  expect(refusing.gaps).toEqual([])
})
