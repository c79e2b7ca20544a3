import { expect, test } from 'vitest'
import { SampleBatchBuilder, sampleAt } from '#adapters/sample-batch.ts'
import { encodeSparkplug } from '#test/fixtures/sparkplug.ts'
import type { Outcome } from '../message.ts'
import { EdgeNodes } from './edge-nodes.ts'

const node = { format: 'sparkplug', group: 'G', node: 'N' } as const

/** Tags 1 and 2 of the edge node, 3 of its device; messages come one ms after the other. */
function plant() {
  const nodes = new EdgeNodes()
  const tags = [
    { key: 1, address: { ...node, metric: 'Temperature' }, type: 'integer', intervalMs: 0 },
    { key: 2, address: { ...node, metric: 'Pump/speed' }, type: 'number', intervalMs: 0 },
    { key: 3, address: { ...node, device: 'D', metric: 'On' }, type: 'boolean', intervalMs: 0 },
  ] as const
  nodes.want(tags)
  let receivedUs = 1_700_000_000_000_000
  const say = (topic: string, fields: Record<string, unknown>, isAgain = false) => {
    const outcome: Outcome = {
      ...{ samples: new SampleBatchBuilder(), gaps: [], problems: [] },
      ...{ births: new Map(), rebirths: new Set<string>() },
    }
    receivedUs += 1_000
    const payload = encodeSparkplug({ timestamp: String(receivedUs / 1_000), ...fields })
    nodes.handle(
      { topic: `spBv1.0/G/${topic}`, payload, qos: 1, isRetained: false, isAgain, receivedUs },
      outcome,
    )
    const batch = outcome.samples.take(0)
    const samples = Array.from({ length: batch.length }, (_, row) => sampleAt(batch, row))
    return { ...outcome, samples, said: samples.map(({ key, value, status = '' }) => [key, value, status]) }
  }
  return { nodes, say }
}

const temperature = { name: 'Temperature', alias: 1, datatype: 3, int_value: 0xffffffff }
const pump = {
  name: 'Pump',
  datatype: 19,
  template_value: { metrics: [{ name: 'speed', datatype: 10, double_value: 1.5 }] },
}
const birth = { seq: 0, metrics: [{ name: 'bdSeq', datatype: 8, long_value: 3 }, temperature, pump] }
const deviceBirth = { seq: 1, metrics: [{ name: 'On', alias: 9, datatype: 11, boolean_value: false }] }

test('births, values by alias, templates, devices and deaths become samples', () => {
  const { say } = plant()
  expect(say('NBIRTH/N', birth).said).toEqual([
    [1, -1n, ''],
    [2, 1.5, ''],
  ])
  expect(say('DBIRTH/N/D', deviceBirth).said).toEqual([[3, false, '']])
  const data = say('NDATA/N', {
    seq: 2,
    metrics: [{ alias: 1, int_value: 0xfffffffe, timestamp: '1600000000000' }],
  })
  expect(data.samples).toEqual([{ key: 1, value: -2n, timeUs: 1_600_000_000_000_000, quality: 0 }])
  expect(say('DDATA/N/D', { seq: 3, metrics: [{ alias: 9, boolean_value: true }] }).said).toEqual([
    [3, true, ''],
  ])
  expect(say('DDEATH/N/D', { seq: 4 }).said).toEqual([[3, null, 'sparkplug-stale']])
  const death = say('NDEATH/N', { metrics: [{ name: 'bdSeq', datatype: 8, long_value: 3 }] })
  expect(death.said.map(([key, , status]) => [key, status])).toEqual(
    [1, 2, 3].map((key) => [key, 'sparkplug-stale']),
  )
})

test('the death of an earlier life is not about this one', () => {
  const { say } = plant()
  say('NBIRTH/N', birth)
  expect(say('NDEATH/N', { metrics: [{ name: 'bdSeq', datatype: 8, long_value: 2 }] }).said).toEqual([])
})

test('a number that is left out is a gap, asks once for a birth, and makes aliases doubtful until it comes', () => {
  const { say } = plant()
  say('NBIRTH/N', birth)
  const value = { alias: 1, int_value: 5 }
  const late = say('NDATA/N', { seq: 3, metrics: [value] })
  expect(late.gaps).toEqual([
    { keys: [1, 2, 3], fromUs: 1_700_000_000_001_000, toUs: 1_700_000_000_002_000, cause: 'sequence-gap' },
  ])
  expect([...late.rebirths]).toEqual(['G/N'])
  expect(late.samples).toMatchObject([{ key: 1, value: 5n, quality: 1, status: 'after-sequence-gap' }])
  const next = say('NDATA/N', { seq: 7, metrics: [{ ...value, name: 'Temperature' }] })
  expect([next.gaps.length, next.rebirths.size, next.samples[0].quality]).toEqual([1, 0, 0])
  expect(say('NBIRTH/N', birth).gaps).toEqual([])
  expect(say('NDATA/N', { seq: 1, metrics: [value] }).samples[0].quality).toBe(0)
})

test('numbers go from 255 to 0; what comes again after a break is no gap', () => {
  const { say } = plant()
  say('NBIRTH/N', { ...birth, seq: 254 })
  for (const seq of [255, 0, 1]) expect(say('NDATA/N', { seq, metrics: [] }).gaps).toEqual([])
  expect(say('NDATA/N', { seq: 0, metrics: [] }, true).gaps).toEqual([])
  expect(say('NDATA/N', { seq: 2, metrics: [] }).gaps).toEqual([])
})

test('values before any birth are a gap, unless an earlier birth was kept', () => {
  const { say } = plant()
  const data = { seq: 5, metrics: [{ alias: 1, int_value: 5 }] }
  const lost = say('NDATA/N', data)
  expect(lost.said).toEqual([])
  expect(lost.gaps).toMatchObject([{ keys: [1, 2, 3], cause: 'sequence-gap' }])
  expect([...lost.rebirths]).toEqual(['G/N'])
  expect(lost.problems[0].problem?.code).toBe('sparkplug-birth-missing')

  const other = plant()
  const kept = say('NBIRTH/N', birth).births.get('G/N')
  if (!kept) throw new Error('the birth is not kept')
  other.nodes.restore('G/N', JSON.parse(JSON.stringify(kept)))
  expect(other.say('NDATA/N', data).said).toEqual([[1, 5n, '']])
})

test('null, history, quality and what is no single value', () => {
  const { say } = plant()
  say('NBIRTH/N', birth)
  const poor = { keys: ['Quality'], values: [{ type: 3, int_value: 0 }] }
  const metrics = [
    { alias: 1, is_null: true },
    { alias: 1, int_value: 4, is_historical: true },
    { alias: 1, int_value: 4, is_transient: true },
    { alias: 1, int_value: 4, properties: poor },
    { alias: 1, bytes_value: Buffer.from('x') },
    { alias: 1, string_value: 'x' },
  ]
  const { samples } = say('NDATA/N', { seq: 1, metrics })
  expect(samples.map(({ value, quality, status }) => [value, quality, status])).toEqual([
    [null, 2, 'null'],
    [4n, 0, 'historical'],
    [4n, 0, 'transient'],
    [4n, 2, 'sparkplug-bad'],
    [null, 2, 'sparkplug-bytes'],
    [null, 2, 'not-an-integer'],
  ])
})

test('a metric that no birth names is a problem; malformed bytes are a gap', () => {
  const { nodes, say } = plant()
  const { problems } = say('NBIRTH/N', { seq: 0, metrics: [temperature] })
  expect(problems).toMatchObject([{ key: 1 }, { key: 2, problem: { code: 'sparkplug-metric-unknown' } }])
  const outcome: Outcome = {
    ...{ samples: new SampleBatchBuilder(), gaps: [], problems: [] },
    ...{ births: new Map(), rebirths: new Set<string>() },
  }
  const message = { topic: 'spBv1.0/G/NDATA/N', payload: Buffer.from([0x12, 0xff]), receivedUs: 5 }
  nodes.handle({ ...message, qos: 1, isRetained: false, isAgain: false }, outcome)
  expect(outcome.gaps).toMatchObject([{ keys: [1, 2, 3], cause: 'answer-invalid' }])
})
