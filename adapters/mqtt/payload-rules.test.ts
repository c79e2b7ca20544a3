import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mqttAddress } from './address.ts'
import type { TopicAddress } from './address.ts'
import { splitLine } from './csv-line.ts'
import { followPath, parsePath } from './json-path.ts'
import { makeRule, parseFor } from './payload-rules.ts'
import { timeFormat, timeReader } from './payload-time.ts'
import { covers, isTopicFilter, topicMatches, withoutCovered } from './topics.ts'

type Type = 'number' | 'integer' | 'boolean' | 'text'

function read(address: object, type: Type, payload: string) {
  const parsed = mqttAddress.parse({ topic: 't', ...address }) as TopicAddress
  const rule = makeRule({ key: 1, address: parsed, type, intervalMs: 0 })
  return rule.read(parseFor([rule], Buffer.from(payload)))
}

test.for<[object, Type, string, unknown]>([
  [{ format: 'plain' }, 'number', ' 1.5e3 ', 1_500],
  [{ format: 'plain' }, 'number', '-.5', -0.5],
  [{ format: 'plain' }, 'number', 'NaN', NaN],
  [{ format: 'plain' }, 'number', '-Infinity', -Infinity],
  [{ format: 'plain' }, 'number', '', 'not-a-number'],
  [{ format: 'plain' }, 'number', '0x10', 'not-a-number'],
  [{ format: 'plain' }, 'number', '1,5', 'not-a-number'],
  [{ format: 'plain' }, 'integer', '9223372036854775807', 9_223_372_036_854_775_807n],
  [{ format: 'plain' }, 'integer', '9223372036854775808', 'beyond-int64'],
  [{ format: 'plain' }, 'integer', '1.5', 'not-an-integer'],
  [{ format: 'plain' }, 'boolean', 'AN', true],
  [{ format: 'plain' }, 'boolean', '0', false],
  [{ format: 'plain' }, 'boolean', 'maybe', 'not-a-boolean'],
  [{ format: 'plain', words: { yes: ['Läuft'], no: ['steht'] } }, 'boolean', 'läuft', true],
  [{ format: 'json', path: '$.a[1].b' }, 'number', '{"a":[0,{"b":2}]}', 2],
  [{ format: 'json', path: "$['x.y']" }, 'text', '{"x.y":"z"}', 'z'],
  [{ format: 'json', path: '$.a' }, 'integer', '{"a":-9007199254740993}', -9_007_199_254_740_993n],
  [{ format: 'json', path: '$.a' }, 'number', '{"a":null}', 'null'],
  [{ format: 'json', path: '$.a' }, 'number', '{"a":{}}', 'not-a-single-value'],
  [{ format: 'json', path: '$.a' }, 'number', '{a:1}', 'not-json'],
  [{ format: 'json', path: '$.a' }, 'boolean', '{"a":true}', true],
  [{ format: 'csv', column: 2 }, 'text', 'a,"b ""c"", d"', 'b "c", d'],
  [{ format: 'csv', column: 2, separator: ';', decimal: ',' }, 'number', '1;2,5', 2.5],
  [{ format: 'csv', column: 1, decimal: ',', separator: ';' }, 'number', '1.5', 'not-a-number'],
  [{ format: 'csv', column: 1 }, 'number', '"1', 'not-csv'],
])('%o as %s of %s is %s', ([address, type, payload, expected]) => {
  const [{ value, status }] = read(address, type, payload)
  expect(value ?? status).toEqual(expected)
})

test('what is not in a message is no sample; a list and lines are several', () => {
  const epoch = { format: 'epoch', unit: 's' }
  expect(read({ format: 'json', path: '$.b' }, 'number', '{"a":1}')).toEqual([])
  expect(read({ format: 'csv', column: 3 }, 'number', '1,2')).toEqual([])
  const list = { format: 'json', path: '$.s[*].v', time: { path: '$.s[*].t', as: epoch } }
  expect(read(list, 'number', '{"s":[{"v":1,"t":10},{"t":11},{"v":3}]}')).toEqual([
    { value: 1, timeUs: 10_000_000 },
    { value: null, status: 'no-time' },
  ])
  const lines = { format: 'csv', column: 2, time: { column: 1, as: epoch } }
  expect(read(lines, 'number', '1,5\r\n\n2,6\n').map(({ timeUs }) => timeUs)).toEqual([1_000_000, 2_000_000])
})

/** Times in UTC by GNU date. */
test.for<[object, unknown, number | undefined]>([
  [{ format: 'epoch', unit: 'ms' }, 1_700_000_000_123, 1_700_000_000_123_000],
  [{ format: 'epoch', unit: 's' }, '1700000000.25', 1_700_000_000_250_000],
  [{ format: 'epoch', unit: 'ns' }, '1700000000123456789', 1_700_000_000_123_456],
  [{ format: 'epoch', unit: 'ms' }, 'soon', undefined],
  [{ format: 'epoch', unit: 'ms' }, 1e300, undefined],
  [{ format: 'iso' }, '2026-01-31T12:00:00.1234567Z', 1_769_860_800_123_456],
  [{ format: 'iso' }, '2026-01-31 12:00:00+01:00', 1_769_857_200_000_000],
  [{ format: 'iso', zone: 'Europe/Berlin' }, '2026-07-01T12:00:00', 1_782_900_000_000_000],
  [{ format: 'iso', zone: 'Europe/Berlin' }, '2026-01-31T12:00', 1_769_857_200_000_000],
  [{ format: 'iso', zone: 'Europe/Berlin' }, '2026-10-25T02:30:00', 1_792_888_200_000_000],
  [{ format: 'iso' }, '2026-02-30T12:00:00Z', undefined],
  [{ format: 'iso' }, '2026-02-01T25:00:00Z', undefined],
  [
    { format: 'pattern', pattern: 'dd.MM.yyyy HH:mm:ss.SSS', zone: 'Europe/Berlin' },
    '31.01.2026 12:00:00.250',
    1_769_857_200_250_000,
  ],
  [{ format: 'pattern', pattern: 'yyMMdd' }, '260131', 1_769_817_600_000_000],
  [{ format: 'pattern', pattern: 'dd.MM.yyyy' }, '31x01x2026', undefined],
  [{ format: 'pattern', pattern: 'dd.MM.yyyy' }, '31.02.2026', undefined],
])('%o reads %s as %s', ([format, raw, us]) => {
  expect(timeReader(timeFormat.parse(format))(raw)).toBe(us)
})

test('time zones and patterns that are none are refused', () => {
  expect(timeFormat.safeParse({ format: 'iso', zone: 'Mars/Olympus' }).success).toBe(false)
  expect(timeFormat.safeParse({ format: 'pattern', pattern: 'HH:mm' }).success).toBe(false)
})

/** By the examples of MQTT 5, section 4.7. */
test('filters match topics as the standard says', () => {
  expect(topicMatches('sport/tennis/player1/#', 'sport/tennis/player1')).toBe(true)
  expect(topicMatches('sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon')).toBe(true)
  expect(topicMatches('sport/+', 'sport')).toBe(false)
  expect(topicMatches('sport/+', 'sport/')).toBe(true)
  expect(topicMatches('+/+', '/finance')).toBe(true)
  expect(topicMatches('+', '/finance')).toBe(false)
  expect(topicMatches('#', '$SYS/uptime')).toBe(false)
  expect(['a/#/b', 'a#', 'a+/b', ''].some(isTopicFilter)).toBe(false)
  expect(covers('a/+/#', 'a/b')).toBe(true)
  expect(covers('a/+', 'a/#')).toBe(false)
  expect(withoutCovered(['a/b', 'a/+', 'c', 'c', 'a/#'])).toEqual(['c', 'a/#'])
})

const level = fc.constantFrom('a', 'b', '', '+', '#')
const anyFilter = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter(isTopicFilter)

test('what covers a filter matches all its topics', () => {
  const topic = fc
    .array(fc.constantFrom('a', 'b', 'c', '$x', ''), { minLength: 1, maxLength: 4 })
    .map((all) => all.join('/'))
  fc.assert(
    fc.property(anyFilter, anyFilter, topic, (outer, inner, name) => {
      if (covers(outer, inner) && topicMatches(inner, name)) expect(topicMatches(outer, name)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('whatever a payload, a path or a line holds, nothing throws and nothing but values comes out', () => {
  const addresses = [
    { format: 'plain' },
    { format: 'json', path: '$.a[0]' },
    { format: 'json', path: '$[*].a', time: { path: '$[*].t', as: { format: 'iso' } } },
    { format: 'csv', column: 2, time: { column: 1, as: { format: 'epoch', unit: 'ms' } } },
  ]
  const near = fc.oneof(
    fc.json(),
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '1', '{', '[', ':') }),
  )
  fc.assert(
    fc.property(
      near,
      fc.constantFrom(...addresses),
      fc.constantFrom<Type>('number', 'integer', 'boolean', 'text'),
      (payload, address, type) => {
        for (const { value, status, timeUs } of read(address, type, payload)) {
          expect(value === null).toBe(status !== undefined)
          if (timeUs !== undefined) expect(Number.isSafeInteger(timeUs)).toBe(true)
        }
      },
    ),
    { numRuns: 1_000 },
  )
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('.', '[', ']', "'", '"', '\\', '$', '*', '0', 'a') }),
      (text) => {
        const steps = parsePath(text)
        if (steps) followPath({ a: [1, { a: 2 }] }, steps)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('a line that was written by the rules is read by them', () => {
  const quote = (field: string) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', ' ') }), { minLength: 1 }),
      (fields) => {
        expect(splitLine(fields.map(quote).join(','), ',')).toEqual(fields)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('a path reaches own members only', () => {
  expect(parsePath('$.a..b')).toBeUndefined()
  expect(parsePath('$.a[?(@.b)]')).toBeUndefined()
  expect(followPath({}, parsePath('$.__proto__') ?? [])).toBeUndefined()
  expect(followPath({ a: [] }, parsePath('$.a.length') ?? [])).toBeUndefined()
})
