import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from './sample-batch-bytes.ts'
import { SampleBatchBuilder, sampleAt } from './sample-batch.ts'
import type { Sample } from './sample-batch.ts'

const anySample: fc.Arbitrary<Sample> = fc
  .record(
    {
      key: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      timeUs: fc.maxSafeInteger(),
      value: fc.oneof(
        fc.double(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.boolean(),
        fc.string({ unit: 'grapheme' }),
        fc.constant(null),
      ),
      quality: fc.constantFrom(0 as const, 1 as const, 2 as const),
      status: fc.string({ minLength: 1 }),
      sequence: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    },
    { requiredKeys: ['key', 'timeUs', 'value', 'quality'] },
  )
  .map((sample) => (sample.value === null ? { ...sample, quality: 2 as const } : sample))

test('samples come out of a batch, and of its bytes, as they were said', () => {
  fc.assert(
    fc.property(fc.array(anySample, { maxLength: 30 }), fc.maxSafeInteger(), (samples, receivedUs) => {
      const builder = new SampleBatchBuilder(4)
      for (const sample of samples) builder.add(sample)
      const batch = builder.take(receivedUs)
      const again = decodeBatch(encodeBatch(batch))
      expect(again.receivedUs).toBe(receivedUs)
      for (const read of [batch, again])
        expect(Array.from({ length: read.length }, (_, row) => sampleAt(read, row))).toEqual(samples)
      expect(builder.length).toBe(0)
    }),
  )
})

test('numbers by the thousands are the same as samples', () => {
  const [one, other] = [new SampleBatchBuilder(2), new SampleBatchBuilder()]
  for (const builder of [one, other])
    builder.add({ key: 1, timeUs: 5, value: 'on', quality: 0, status: 's', sequence: 3n })
  for (let i = 0; i < 10; i++) one.addNumber(i, i, i / 3, 1)
  for (let i = 0; i < 10; i++) other.add({ key: i, timeUs: i, value: i / 3, quality: 1 })
  expect(encodeBatch(one.take(7))).toEqual(encodeBatch(other.take(7)))
})

test('what cannot be kept exactly is refused', () => {
  const builder = new SampleBatchBuilder()
  const sample = { key: 1, timeUs: 0, value: 1, quality: 0 } as const
  expect(() => builder.add({ ...sample, timeUs: 0.5 })).toThrow('0.5 is no time in whole µs')
  expect(() => builder.add({ ...sample, value: null })).toThrow('a sample without a value is bad')
  expect(() => builder.add({ ...sample, value: 2n ** 63n })).toThrow('is beyond int64')
  expect(builder.take(0).length).toBe(0)
})

test('bytes that are cut or of another format are refused', () => {
  const builder = new SampleBatchBuilder()
  builder.add({ key: 1, timeUs: 0, value: 'text', quality: 0 })
  const bytes = Buffer.from(encodeBatch(builder.take(0)))
  for (let end = 0; end < bytes.length; end++)
    expect(() => decodeBatch(bytes.subarray(0, end))).toThrow(RangeError)
  bytes.writeUInt16LE(99, 0)
  expect(() => decodeBatch(bytes)).toThrow('a batch of format 99 is not known here')
})
