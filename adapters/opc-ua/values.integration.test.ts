/** Every type of value from a server that is not ours, in one subscription. */
import { expect, it, vi } from 'vitest'
import { recordingContext, waitFor } from '#test/fixtures/adapter-context.ts'
import { startOpcUaPeer } from '#test/fixtures/opc-ua-peer.ts'
import type { Sample } from '#adapters/sample-batch.ts'
import { valueCases } from './cases/values.ts'
import type { ValueCase } from './cases/values.ts'
import { adapter } from './index.ts'

// The peer alone takes its seconds to start on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const signal = new AbortController().signal

it('brings every type exactly, or says why not', async (test) => {
  const peer = await startOpcUaPeer(test)
  const record = recordingContext()
  try {
    for (const [key, { type, value }] of valueCases.entries())
      await peer.send({ do: 'add', name: `v${key}`, type, value })
    const session = await adapter.connect(plain(peer.url), record.context)
    const problems = await session.subscribe(
      valueCases.map(({ path, as: type }, key) => ({
        ...{ key, type, intervalMs: 100 },
        address: { node: `nsu=urn:plant;s=v${key}`, ...(path && { path }) },
      })),
    )
    expect(problems).toEqual([])
    await waitFor(() => record.samples.length >= valueCases.length, 'all values')
    await session.close()
    expect(record.samples.map(shown)).toEqual(valueCases.map(expectedSample))
  } finally {
    record.remove()
    await peer.stop()
  }
})

it('looks into structures, by the names that the server has for their fields', async (test) => {
  const peer = await startOpcUaPeer(test)
  const record = recordingContext()
  try {
    await peer.send({ do: 'structure' })
    const session = await adapter.connect(plain(peer.url), record.context)
    const node = 'nsu=urn:plant;s=line'
    const wanted = [
      { path: '.Name', type: 'text' as const, value: 'press' },
      { path: '.Levels[1]', type: 'number' as const, value: 1.5 },
      { path: '.Drive.Speed', type: 'number' as const, value: 12.25 },
      { path: '.Drive.Count', type: 'integer' as const, value: 9007199254740993n },
      { path: '.IsOn', type: 'boolean' as const, value: true },
      { path: '.Drive', type: 'text' as const, value: null },
      { path: '.Nothing', type: 'text' as const, value: null },
    ]
    const tags = wanted.map(({ path, type }, key) => ({
      key,
      type,
      intervalMs: 100,
      address: { node, path },
    }))
    await session.subscribe(tags)
    await waitFor(() => record.samples.length >= wanted.length, 'all fields')
    expect(record.samples.map(({ value }) => value)).toEqual(wanted.map(({ value }) => value))
    const parts = await session.browse!({ parent: JSON.stringify({ node, path: '.Drive' }) }, signal)
    expect(parts.items.map(({ name, tag }) => [name, tag?.type])).toEqual([
      ['Speed', 'number'],
      ['Count', 'integer'],
    ])
    await session.close()
  } finally {
    record.remove()
    await peer.stop()
  }
})

it('keeps the source time to the microsecond, and what the machine says of the quality', async (test) => {
  const peer = await startOpcUaPeer(test)
  const record = recordingContext()
  try {
    await peer.send({ do: 'add', name: 'x', type: 'Double', value: 0 })
    const session = await adapter.connect(plain(peer.url), record.context)
    await session.subscribe([
      { key: 1, type: 'number', intervalMs: 100, address: { node: 'nsu=urn:plant;s=x' } },
    ])
    await waitFor(() => record.samples.length > 0, 'the first value')
    const us = 1_772_366_400_123_456
    const samples = [
      { type: 'Double', value: 1, us },
      { type: 'Double', value: 1, us: us + 1 },
      { type: 'Double', value: 2, us: us + 2, status: 0x40930000 },
      { type: 'Double', value: 3, us: us + 3, status: 0x808b0000 },
      { empty: true, us: us + 4, status: 0x80310000 },
      { type: 'Double', value: 5, serverUs: us + 5 },
      { type: 'Double', value: 6, us: us + 6, status: 0x480 },
    ]
    await peer.send({ do: 'write', name: 'x', samples })
    await waitFor(() => record.samples.length > samples.length, 'all samples')
    expect(record.samples.slice(1)).toEqual([
      { key: 1, timeUs: us, value: 1, quality: 0 },
      // The same value at another time is another sample.
      { key: 1, timeUs: us + 1, value: 1, quality: 0 },
      { key: 1, timeUs: us + 2, value: 2, quality: 1, status: 'UncertainSensorNotAccurate' },
      // This server itself leaves out what it calls bad.
      { key: 1, timeUs: us + 3, value: null, quality: 2, status: 'BadDeviceFailure' },
      { key: 1, timeUs: us + 4, value: null, quality: 2, status: 'BadNoCommunication' },
      { key: 1, timeUs: us + 5, value: 5, quality: 0 },
      { key: 1, timeUs: us + 6, value: 6, quality: 0 },
    ])
    expect(record.gaps).toEqual([{ keys: [1], fromUs: us + 5, toUs: us + 6, cause: 'source-overflow' }])
    await session.close()
  } finally {
    record.remove()
    await peer.stop()
  }
})

function plain(url: string) {
  return adapter.config.parse({ url, security: { mode: 'none' } })
}

function shown({ key, value, quality, status }: Sample) {
  return { key, value: typeof value === 'bigint' ? `integer:${value}` : value, quality, status }
}

function expectedSample({ expected, quality, status }: ValueCase, key: number) {
  return { key, value: expected ?? null, quality: quality ?? 0, status }
}
