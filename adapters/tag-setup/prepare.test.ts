import { describe, expect, it } from 'vitest'
import { SampleBatchBuilder, sampleAt } from '#adapters/sample-batch.ts'
import type { Sample } from '#adapters/sample-batch.ts'
import { TagPreparer } from './prepare.ts'
import type { PreparedTag } from './prepare.ts'

const nowUs = Date.UTC(2026, 5, 1) * 1_000
const second = 1_000_000
const day = 86_400 * second

const tag = (setup: object, more: Partial<PreparedTag> = {}): PreparedTag => ({
  ...{ id: 1, type: 'number', unit: null, setup },
  ...more,
})

function batchOf(samples: (Partial<Sample> & { value: Sample['value'] })[], receivedUs = nowUs) {
  const builder = new SampleBatchBuilder()
  samples.forEach((sample, at) => builder.add({ key: 1, timeUs: nowUs + at * second, quality: 0, ...sample }))
  return builder.take(receivedUs)
}

function prepared(preparer: TagPreparer, samples: Parameters<typeof batchOf>[0], receivedUs = nowUs) {
  const { batch } = preparer.prepare(batchOf(samples, receivedUs), nowUs)
  return Array.from({ length: batch.length }, (_, row) => sampleAt(batch, row))
}
const valuesOf = (setup: object, values: Sample['value'][], more: Partial<PreparedTag> = {}) =>
  prepared(
    new TagPreparer([tag(setup, more)]),
    values.map((value) => ({ value })),
  ).map(({ value }) => value)

describe('values', () => {
  it('are scaled, moved, and turned into the tag’s unit', () => {
    expect(valuesOf({ scale: 0.5, offset: 1 }, [4, 10n])).toEqual([3, 6])
    // 20 °C are 293.15 K, 68 °F are 20 °C.
    expect(valuesOf({ fromUnit: 'Cel' }, [20], { unit: 'K' })[0]).toBeCloseTo(293.15, 9)
    expect(valuesOf({ fromUnit: '[degF]' }, [68], { unit: 'Cel' })[0]).toBeCloseTo(20, 9)
    expect(valuesOf({ fromUnit: 'bar', scale: 0.1 }, [65], { unit: 'kPa' })[0]).toBeCloseTo(650, 9)
  })

  it.each([
    [
      'integer',
      [3, 2 ** 53, 1.5, '9223372036854775807', '9223372036854775808', true],
      [3n, null, null, 2n ** 63n - 1n, null, 1n],
    ],
    [
      'number',
      [2n ** 53n, 2n ** 53n + 1n, '1e3', '1,5', false, Number.NaN],
      [2 ** 53, null, 1000, null, 0, Number.NaN],
    ],
    ['boolean', [0, 1, 2, 'true', 'ja'], [false, true, null, true, null]],
    ['text', [1.5, 7n, true, 'x'], ['1.5', '7', 'true', 'x']],
  ] as const)('become %s, or are bad', (type, given, wanted) => {
    expect(valuesOf({}, [...given], { type })).toEqual([...wanted])
  })

  it('outside of their range are marked or cut', () => {
    const marked = prepared(new TagPreparer([tag({ range: { min: 0, max: 10 } })]), [
      { value: 11 },
      { value: 5 },
    ])
    expect(marked.map(({ value, quality, status }) => [value, quality, status])).toEqual([
      [11, 1, 'out-of-range'],
      [5, 0, undefined],
    ])
    expect(valuesOf({ range: { min: 0, max: 10, outside: 'clamp' } }, [11, -1, 10])).toEqual([10, 0, 10])
  })
})

describe('a dead band', () => {
  const band = (kind: string, value: number, maxIntervalMs = 3_600_000) => ({
    deadband: { kind, value, maxIntervalMs },
  })

  it('compares with what was kept last, so that a slow drift passes', () => {
    const drift = Array.from({ length: 10 }, (_, at) => at * 0.25)
    expect(valuesOf(band('absolute', 1), drift)).toEqual([0, 1, 2])
  })

  it('of percent is one of the value that was kept', () => {
    expect(valuesOf(band('percent', 10), [100, 109, 110, 120, 121])).toEqual([100, 110, 121])
  })

  it('lets through what says something else: quality, NaN, the longest time', () => {
    const preparer = new TagPreparer([tag(band('absolute', 1, 2_000))])
    const kept = prepared(preparer, [
      { value: 1 }, { value: 1, quality: 1 }, { value: Number.NaN, quality: 1 }, { value: 1 }, { value: 1 }, { value: 1 },
    ]) // prettier-ignore
    expect(kept.map(({ timeUs }) => (timeUs - nowUs) / second)).toEqual([0, 1, 2, 3, 5])
  })

  it('begins anew with what was not kept after all', () => {
    const preparer = new TagPreparer([tag(band('absolute', 1))])
    const batch = batchOf([{ value: 1 }])
    expect(preparer.prepare(batch, nowUs).batch.length).toBe(1)
    expect(preparer.prepare(batchOf([{ value: 1, timeUs: nowUs + second }]), nowUs).batch.length).toBe(0)
    preparer.forget(batch)
    expect(preparer.prepare(batch, nowUs).batch.length).toBe(1)
  })
})

it('a rate limit counts from what was kept', () => {
  expect(valuesOf({ minIntervalMs: 2_000 }, [1, 2, 3, 4, 5])).toEqual([1, 3, 5])
})

describe('times', () => {
  it.each([
    [-30 * day, 1],
    [-30 * day - 1, 0],
    [300 * second, 1],
    [300 * second + 1, 0],
  ])('%d µs from now: %d kept, the others raw in quarantine', (offset, kept) => {
    const preparer = new TagPreparer([tag({ scale: 2 })])
    const { batch, refused } = preparer.prepare(batchOf([{ value: 3, timeUs: nowUs + offset }]), nowUs)
    expect(batch.length).toBe(kept)
    expect(refused.map(({ batch: raw, cause }) => [sampleAt(raw, 0).value, cause])).toEqual(
      kept ? [] : [[3, 'time-strange']],
    )
    expect(preparer.prepare(batchOf([{ value: 3, timeUs: nowUs + offset }]), nowUs, true).batch.length).toBe(
      1,
    )
  })

  it('of a naive clock are those of its zone', () => {
    const preparer = new TagPreparer([tag({ zone: 'Europe/Berlin' })])
    const [summer] = prepared(preparer, [{ value: 1, timeUs: Date.UTC(2026, 4, 31, 12) * 1_000 }])
    expect(summer.timeUs).toBe(Date.UTC(2026, 4, 31, 10) * 1_000)
  })

  it('in the hour that comes twice are those nearer to the arrival', () => {
    const shown = Date.UTC(2026, 9, 25, 2, 30) * 1_000
    const clockOf = (receivedUs: number) => {
      const preparer = new TagPreparer([tag({ zone: 'Europe/Berlin' })])
      const { batch } = preparer.prepare(batchOf([{ value: 1, timeUs: shown }], receivedUs), receivedUs)
      return batch.timesUs[0]
    }
    const [first, second2] = [Date.UTC(2026, 9, 25, 0, 30) * 1_000, Date.UTC(2026, 9, 25, 1, 30) * 1_000]
    expect(clockOf(first + second)).toBe(first)
    expect(clockOf(second2 + second)).toBe(second2)
  })
})

it('tags that nobody wants leave nothing', () => {
  const { batch } = new TagPreparer([]).prepare(batchOf([{ value: 1 }]), nowUs)
  expect(batch.length).toBe(0)
})
