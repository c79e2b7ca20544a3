import { defaultPayloadConverter } from '@temporalio/common'
import type { Payload } from '@temporalio/common'
import { expect, test } from 'vitest'
import { makeKeyRing, newKey } from '#config/key-ring.ts'
import { PayloadError, decryptPayload, makePayloadCodec, workflowOf } from './payload-codec.ts'

const key = newKey()
const ring = makeKeyRing([key])
const codec = makePayloadCodec(ring)
const context = { type: 'workflow', namespace: 'default', workflowId: 'run-1' } as const
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value)!
const valueOf = (payload: Payload): unknown => defaultPayloadConverter.fromPayload(payload)

test.each([{ planHash: 'secret', page: 3 }, 'Größe', null, undefined, new Uint8Array([0, 255]), [], 1e300])(
  '%j comes back as it was',
  async (value) => {
    const plain = payloadOf(value)
    const [encrypted] = await codec.encode([plain], context)
    const [back] = await codec.decode([encrypted])
    expect(valueOf(back)).toEqual(value)
    expect(Buffer.from(back.metadata!.encoding).equals(Buffer.from(plain.metadata!.encoding))).toBe(true)
  },
)

test('shows which key and which workflow, and nothing else', async () => {
  const [encrypted] = await codec.encode([payloadOf({ pipeline: 'Ofen 7' })], context)
  const shown = Object.entries(encrypted.metadata!).map(([name, value]) => [
    name,
    Buffer.from(value).toString(),
  ])
  expect(Object.fromEntries(shown)).toEqual({
    encoding: 'binary/encrypted',
    'encryption-key-id': key.id,
    'ecoki-workflow': 'run-1',
  })
  expect(workflowOf(encrypted)).toBe('run-1')
  for (const part of ['Ofen', 'pipeline', 'json/plain'])
    expect(Buffer.from(encrypted.data!).includes(part)).toBe(false)
})

test('costs less than 200 bytes a payload', async () => {
  const plain = payloadOf('x'.repeat(10_000))
  const [{ metadata, data }] = await codec.encode([plain], { ...context, workflowId: crypto.randomUUID() })
  const bytes = Object.entries(metadata!).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  expect(data!.length + bytes - plain.data!.length).toBeLessThan(200)
})

test('takes empty data as the SDK hands them on', async () => {
  const data = [] as unknown as Uint8Array
  const [encrypted] = await codec.encode([{ metadata: { encoding: Buffer.from('binary/null') }, data }])
  expect(valueOf(decryptPayload(ring, encrypted))).toBeUndefined()
})

test('reads what was never encrypted', async () => {
  const plain = payloadOf('from an older EcoKI')
  expect(await codec.decode([plain])).toEqual([plain])
  expect(workflowOf(plain)).toBeUndefined()
})

test('reads what an older key encrypted', async () => {
  const encrypted = await codec.encode([payloadOf('kept')], context)
  const [back] = await makePayloadCodec(makeKeyRing([newKey(), key])).decode(encrypted)
  expect(valueOf(back)).toBe('kept')
})

test('another key, under another name or the same, is said together with what to do', async () => {
  const [encrypted] = await codec.encode([payloadOf('lost')], context)
  const read = (id: string) => () => decryptPayload(makeKeyRing([{ ...newKey(), id }]), encrypted)
  expect(read('another')).toThrow(PayloadError)
  expect(read('another')).toThrow(new RegExp(`key ${key.id}.*backup.*delete the folder temporal`))
  expect(read(key.id)).toThrow(/Put the ring back.*delete the folder temporal/)
})

test('a payload that says it is of another workflow is found', async () => {
  const [encrypted] = await codec.encode([payloadOf('mine')], context)
  const metadata = { ...encrypted.metadata, 'ecoki-workflow': Buffer.from('run-2') }
  expect(() => decryptPayload(ring, { ...encrypted, metadata })).toThrow(PayloadError)
})
