/** What a server has, as what it is wanted, and what must come of it. Integers are written as texts: they are int64. */
import type { ValueType } from '#adapters/sample-batch.ts'

export interface ValueCase {
  /** OPC UA's built-in type, and the value as the peer's script reads it. */
  type: string
  value: unknown
  path?: string
  as: Exclude<ValueType, 'none'>
  /** `integer:` before a digit stands for int64; undefined: no value. */
  expected: number | string | boolean | undefined
  quality?: 1 | 2
  status?: string
}

const exact: ValueCase[] = [
  { type: 'Boolean', value: true, as: 'boolean', expected: true },
  { type: 'Boolean', value: false, as: 'boolean', expected: false },
  { type: 'Boolean', value: true, as: 'number', expected: 1 },
  { type: 'Boolean', value: true, as: 'integer', expected: 'integer:1' },
  { type: 'SByte', value: '-128', as: 'integer', expected: 'integer:-128' },
  { type: 'Byte', value: '255', as: 'integer', expected: 'integer:255' },
  { type: 'Int16', value: '-32768', as: 'integer', expected: 'integer:-32768' },
  { type: 'UInt16', value: '65535', as: 'integer', expected: 'integer:65535' },
  { type: 'Int32', value: '-2147483648', as: 'integer', expected: 'integer:-2147483648' },
  { type: 'Int32', value: '-2147483648', as: 'number', expected: -2147483648 },
  { type: 'UInt32', value: '4294967295', as: 'integer', expected: 'integer:4294967295' },
  { type: 'Int64', value: '-9223372036854775808', as: 'integer', expected: 'integer:-9223372036854775808' },
  { type: 'Int64', value: '9223372036854775807', as: 'integer', expected: 'integer:9223372036854775807' },
  { type: 'Int64', value: '-1', as: 'integer', expected: 'integer:-1' },
  { type: 'Int64', value: '-1', as: 'number', expected: -1 },
  { type: 'UInt64', value: '9223372036854775807', as: 'integer', expected: 'integer:9223372036854775807' },
  { type: 'UInt64', value: '18446744073709551615', as: 'text', expected: '18446744073709551615' },
  { type: 'Int32', value: '1', as: 'boolean', expected: true },
  { type: 'Int32', value: '42', as: 'text', expected: '42' },
  // 0.1 as a single-precision number is this double, exactly.
  { type: 'Float', value: 0.1, as: 'number', expected: 0.10000000149011612 },
  { type: 'Double', value: 0.1, as: 'number', expected: 0.1 },
  { type: 'Double', value: 5e-324, as: 'number', expected: 5e-324 },
  { type: 'Double', value: 'nan', as: 'number', expected: Number.NaN },
  { type: 'Double', value: '-inf', as: 'number', expected: -Infinity },
  { type: 'Double', value: 3, as: 'integer', expected: 'integer:3' },
  { type: 'String', value: 'Grüße ☃', as: 'text', expected: 'Grüße ☃' },
  { type: 'String', value: '', as: 'text', expected: '' },
  {
    type: 'DateTime',
    value: '2026-03-01T12:00:00.123456Z',
    as: 'text',
    expected: '2026-03-01T12:00:00.123456Z',
  },
  {
    type: 'DateTime',
    value: '2026-03-01T12:00:00.123456Z',
    as: 'integer',
    expected: 'integer:1772366400123456',
  },
  { type: 'DateTime', value: '1969-12-31T23:59:59.999999Z', as: 'integer', expected: 'integer:-1' },
  { type: 'DateTime', value: '2026-03-01T12:00:00.5Z', as: 'number', expected: 1772366400.5 },
  {
    type: 'Guid',
    value: '12345678-1234-5678-1234-567812345678',
    as: 'text',
    expected: '12345678-1234-5678-1234-567812345678',
  },
  { type: 'ByteString', value: '00ff10', as: 'text', expected: 'AP8Q' },
  { type: 'LocalizedText', value: 'Ofen', as: 'text', expected: 'Ofen' },
  { type: 'QualifiedName', value: '1:Ofen', as: 'text', expected: '1:Ofen' },
  { type: 'StatusCode', value: '2150891520', as: 'text', expected: 'BadNodeIdUnknown' },
  { type: 'StatusCode', value: '2150891520', as: 'integer', expected: 'integer:2150891520' },
  { type: 'StatusCode', value: '0', as: 'text', expected: 'Good' },
  { type: 'NodeId', value: 'ns=2;s=Ofen', as: 'text', expected: 'ns=2;s=Ofen' },
]

const marked: ValueCase[] = [
  {
    type: 'UInt64',
    value: '9223372036854775808',
    as: 'integer',
    expected: undefined,
    quality: 2,
    status: 'BadOutOfRange',
  },
  {
    type: 'UInt64',
    value: '9007199254740993',
    as: 'number',
    expected: 9007199254740992,
    quality: 1,
    status: 'UncertainSubNormal',
  },
  { type: 'Double', value: 2.5, as: 'integer', expected: undefined, quality: 2, status: 'BadTypeMismatch' },
  { type: 'String', value: '7', as: 'number', expected: undefined, quality: 2, status: 'BadTypeMismatch' },
  { type: 'Int32', value: '2', as: 'boolean', expected: undefined, quality: 2, status: 'BadTypeMismatch' },
  {
    type: 'Int32',
    value: ['1', '2'],
    as: 'integer',
    expected: undefined,
    quality: 2,
    status: 'BadTypeMismatch',
  },
  {
    type: 'Int32',
    value: ['1', '2'],
    path: '[2]',
    as: 'integer',
    expected: undefined,
    quality: 2,
    status: 'BadIndexRangeNoData',
  },
  {
    type: 'Double',
    value: 1,
    path: '.Speed',
    as: 'number',
    expected: undefined,
    quality: 2,
    status: 'BadIndexRangeNoData',
  },
]

const within: ValueCase[] = [
  { type: 'Int32', value: ['1', '2'], path: '[1]', as: 'integer', expected: 'integer:2' },
  {
    type: 'UInt64',
    value: ['1', '18446744073709551615'],
    path: '[1]',
    as: 'text',
    expected: '18446744073709551615',
  },
  {
    type: 'Double',
    value: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    path: '[1][2]',
    as: 'number',
    expected: 6,
  },
  { type: 'String', value: ['a', 'b'], path: '[0]', as: 'text', expected: 'a' },
  { type: 'Boolean', value: [false, true], path: '[1]', as: 'boolean', expected: true },
]

export const valueCases: ValueCase[] = [...exact, ...marked, ...within]
