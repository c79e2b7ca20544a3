import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeSparkplug, readSparkplug } from '#test/fixtures/sparkplug.ts'
import { decodeSparkplug } from './payload.ts'
import { MalformedMessage } from './protobuf.ts'
import { rebirthCommand } from './rebirth.ts'
import { dataTypes, plainValue } from './words.ts'

const one = (metric: object) => decodeSparkplug(encodeSparkplug({ metrics: [metric] })).metrics[0]

/** Negative integers lie in unsigned fields as two's complement; some encoders fill all 32 or 64 bits. */
test.for([
  ['int8', { int_value: 255 }, -1n],
  ['int8', { int_value: 0xffffff80 }, -128n],
  ['int8', { int_value: 127 }, 127n],
  ['int16', { int_value: 0xfffe }, -2n],
  ['int16', { int_value: 0xffff8000 }, -32_768n],
  ['int32', { int_value: 0xffffffff }, -1n],
  ['int32', { int_value: 0x80000000 }, -2_147_483_648n],
  ['int32', { long_value: '18446744073709551615' }, -1n],
  ['int64', { long_value: '18446744073709551615' }, -1n],
  ['int64', { long_value: '9223372036854775808' }, -9_223_372_036_854_775_808n],
  ['int64', { long_value: '9007199254740993' }, 9_007_199_254_740_993n],
  ['uint8', { int_value: 255 }, 255n],
  ['uint16', { int_value: 65_535 }, 65_535n],
  ['uint32', { int_value: 4_294_967_295 }, 4_294_967_295n],
  ['uint64', { long_value: '18446744073709551615' }, 18_446_744_073_709_551_615n],
  ['dateTime', { long_value: '1700000000123' }, 1_700_000_000_123n],
  ['float', { float_value: 0.1 }, Math.fround(0.1)],
  ['double', { double_value: -0.1 }, -0.1],
  ['double', { double_value: NaN }, NaN],
  ['boolean', { boolean_value: true }, true],
  ['boolean', { int_value: 1 }, true],
  ['string', { string_value: 'Käse' }, 'Käse'],
  ['text', { string_value: '' }, ''],
] as const)('%s as %o is %s', ([type, field, value]) => {
  const datatype = dataTypes[type]
  const metric = one({ name: 'a', datatype, ...field })
  expect(plainValue(metric, datatype)).toEqual({ value })
})

test('what is said beside values, and values that are not single', () => {
  const quality = {
    keys: ['Quality', 'engUnit'],
    values: [
      { type: 3, int_value: 500 },
      { type: 12, string_value: '°C' },
    ],
  }
  const said = {
    name: 'a',
    alias: '18446744073709551615',
    timestamp: '1700000000000',
    is_historical: true,
    is_null: true,
  }
  expect(one({ ...said, is_transient: true, properties: quality })).toEqual({
    ...{ name: 'a', alias: 18_446_744_073_709_551_615n, timestampMs: 1_700_000_000_000 },
    ...{
      isHistorical: true,
      isTransient: true,
      isNull: true,
      value: { kind: 'none' },
      quality: 500,
      unit: '°C',
    },
  })
  const rows = { num_of_columns: 1, columns: ['x'], types: [3], rows: [{ elements: [{ int_value: 1 }] }] }
  expect(plainValue(one({ dataset_value: rows }), 16)).toEqual({ problem: 'sparkplug-dataset' })
  expect(plainValue(one({ bytes_value: Buffer.from('x') }), 17)).toEqual({ problem: 'sparkplug-bytes' })
  const template = one({
    name: 't',
    template_value: { metrics: [{ name: 'in', datatype: 1, int_value: 255 }] },
  })
  expect(template.value).toMatchObject({ kind: 'template', metrics: [{ name: 'in', datatype: 1 }] })
  expect(decodeSparkplug(encodeSparkplug({ timestamp: '5', seq: 255, uuid: 'x' }))).toEqual({
    ...{ timestampMs: 5, seq: 255, metrics: [] },
  })
})

test('the rebirth command reads as one elsewhere', () => {
  expect(readSparkplug(rebirthCommand(1_700_000_000_123))).toEqual({
    timestamp: '1700000000123',
    metrics: [{ name: 'Node Control/Rebirth', datatype: 11, boolean_value: true }],
  })
})

test('templates within templates without end are refused', () => {
  let metric: object = { name: 'x', int_value: 1 }
  for (let depth = 0; depth < 9; depth++) metric = { name: 'x', template_value: { metrics: [metric] } }
  expect(() => one(metric)).toThrow('templates are nested too deeply')
})

test('a payload that ends within a field is refused', () => {
  const number = encodeSparkplug({ timestamp: '1700000000000' })
  const text = encodeSparkplug({ uuid: 'abc' })
  for (const whole of [number, text])
    for (let end = 1; end < whole.length; end++)
      expect(() => decodeSparkplug(whole.subarray(0, end))).toThrow(MalformedMessage)
})

test('a number of a metric does not reach beyond it', () => {
  // A metric of five bytes that says it holds a double, and a sequence number behind it.
  const bytes = Buffer.from('1205690000000018031803', 'hex')
  expect(() => decodeSparkplug(bytes)).toThrow('the message ends within a field')
})

test('malformed bytes are refused, and only in one way', () => {
  const whole = encodeSparkplug({
    ...{ timestamp: '1700000000000', seq: 3 },
    metrics: [
      { name: 'a', alias: '7', datatype: 4, long_value: '18446744073709551615' },
      { name: 'b', template_value: { metrics: [{ name: 'c', double_value: 1 }] } },
    ],
  })
  const damaged = fc
    .tuple(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 6 }), fc.nat(whole.length))
    .map(([at, bytes, end]) =>
      Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]).subarray(0, end),
    )
  const before = process.memoryUsage().rss
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 400 })), (bytes) => {
      try {
        decodeSparkplug(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessage)
      }
    }),
    { numRuns: 1_000 },
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
})
