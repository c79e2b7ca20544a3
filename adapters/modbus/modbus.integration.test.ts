import { afterEach, expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import type { Session, TagRequest } from '#adapters/adapter.ts'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import type { TestContextRecord } from '#test/fixtures/adapter-context.ts'
import { startPymodbus } from '#test/fixtures/pymodbus.ts'
import type { Held, ModbusServer } from '#test/fixtures/pymodbus.ts'
import type { ModbusAddress } from './address.ts'
import { adapter } from './index.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function server(
  context: TestContext,
  units: Record<number, Held>,
  options?: { rtu?: boolean },
): Promise<ModbusServer> {
  const started = await startPymodbus(context, units, options)
  cleanups.push(() => started.stop())
  return started
}

async function connect(port: number, settings: Record<string, unknown> = {}) {
  const made = recordingContext()
  cleanups.push(() => made.remove())
  const config = adapter.config.parse({ host: '127.0.0.1', port, ...settings })
  const session: Session<ModbusAddress> = await adapter.connect(config, made.context)
  cleanups.push(() => session.close())
  return { session, made }
}

function tag(key: number, address: object, intervalMs = 50): TagRequest<ModbusAddress> {
  return { key, address: adapter.address.parse(address), type: 'number', intervalMs }
}

const valuesOf = ({ samples }: TestContextRecord, key: number) =>
  samples.filter((sample) => sample.key === key).map(({ value }) => value)

test.for([false, true])('all four tables are read, as serial frames: %s', async (rtu, context) => {
  const held = {
    coil: { 0: [true, false, true] },
    discrete: { 9: [false, true] },
    holding: { 0: [0x1234, 0xffff] },
    input: { 100: [0x42f6, 0xe979] },
  }
  const device = await server(context, { 1: held, 7: { holding: { 0: [77] } } }, { rtu })
  const { session, made } = await connect(device.port, { transport: rtu ? 'rtu-over-tcp' : 'tcp' })
  const problems = await session.subscribe([
    tag(1, { at: '00003' }),
    tag(2, { at: 'di:10' }),
    tag(3, { at: '40001' }),
    tag(4, { at: 'hr:0x1', as: 'int16' }),
    tag(5, { at: '30101', as: 'float32' }),
    tag(6, { at: '40001.12' }),
    tag(7, { at: '40001', unit: 7 }),
  ])
  expect(problems).toEqual([])
  await waitFor(() => valuesOf(made, 7).length >= 2, 'two rounds')
  const first = [1, 2, 3, 4, 5, 6, 7].map((key) => valuesOf(made, key)[0])
  expect(first).toEqual([1, 1, 0x1234, -1, Math.fround(123.456), 1, 77])
  expect([made.gaps, made.lost]).toEqual([[], []])
  // Nothing but reading has left: 1 to 4 are the codes that read.
  expect([...new Set(device.functions())].sort()).toEqual([1, 2, 3, 4])
})

test('5,006 tags take 46 requests', async (context) => {
  const numbers = Array.from({ length: 5_000 }, (_, index) => index)
  const apart = Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [10_000 + index * 1_000, [index]]))
  const device = await server(context, { 1: { holding: { 0: numbers, ...apart } } })
  const { session } = await connect(device.port)
  const tags = [...numbers, ...Object.keys(apart)].map((at, key) => tag(key, { at: `hr:${at}` }))
  const before = device.functions().length
  const batch = await session.read?.(tags, AbortSignal.timeout(10_000))
  expect(batch?.length).toBe(5_006)
  await waitFor(() => device.functions().length - before === 46, '46 requests')
  expect(Array.from(batch?.numbers ?? [])).toEqual([...numbers, 0, 1, 2, 3, 4, 5])
})

test('an illegal register is found and set apart, its neighbours go on', async (context) => {
  const device = await server(context, { 1: { holding: { 0: [1, 2, 3, 4], 5: [6, 7, 8] } } })
  const { session, made } = await connect(device.port)
  await session.subscribe([0, 1, 2, 3, 4, 5, 6, 7].map((key) => tag(key, { at: `hr:${key}` })))
  await waitFor(() => valuesOf(made, 7).length >= 3, 'three rounds')
  expect([0, 1, 2, 3, 5, 6, 7].map((key) => valuesOf(made, key)[0])).toEqual([1, 2, 3, 4, 6, 7, 8])
  expect(made.samples.filter(({ key }) => key === 4)).toMatchObject([
    { value: null, quality: 2, status: 'modbus-exception-2' },
  ])
  expect(made.problems).toEqual([{ key: 4, problem: { code: 'modbus-refused', params: { exception: 2 } } }])
  expect(made.gaps).toEqual([])
})

test('a unit that does not answer in time is a gap, and its late answer is nobody’s value', async (context) => {
  const device = await server(context, { 1: { holding: { 0: [11], 500: [22] } } })
  const { session, made } = await connect(device.port, { timeoutMs: 150 })
  await session.subscribe([tag(1, { at: 'hr:0' }), tag(2, { at: 'hr:500' })])
  await waitFor(() => valuesOf(made, 2).length >= 2, 'two rounds')
  device.delay(0.2)
  await waitFor(() => made.gaps.length > 0, 'a gap')
  device.delay(0)
  const before = made.samples.length
  await waitFor(() => made.samples.length >= before + 6, 'values again')
  expect(new Set(valuesOf(made, 1))).toEqual(new Set([11]))
  expect(new Set(valuesOf(made, 2))).toEqual(new Set([22]))
  expect(made.gaps[0]).toMatchObject({ keys: [1, 2], cause: 'device-silent' })
})
