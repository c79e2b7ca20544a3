import { expect, test } from 'vitest'
import { modbusAddress, parsePlace } from './address.ts'
import { crc16 } from './crc16.ts'
import { decodeAt } from './decode-registers.ts'

/** Bytes as they lie in the answer; values worked out by hand or by Python's struct module. */
const vectors: [encoding: string, order: string, bytes: string, value: unknown][] = [
  ['int16', 'ABCD', 'ffff', -1],
  ['int16', 'ABCD', '8000', -32_768],
  ['int16', 'BADC', '0080', -32_768],
  ['int16', 'CDAB', '8000', -32_768],
  ['int16', 'DCBA', '0080', -32_768],
  ['uint16', 'ABCD', 'fffe', 65_534],
  ['int32', 'ABCD', 'fffffffe', -2],
  ['int32', 'ABCD', '00010002', 65_538],
  ['int32', 'CDAB', '00020001', 65_538],
  ['int32', 'BADC', '01000200', 65_538],
  ['int32', 'DCBA', '02000100', 65_538],
  ['uint32', 'ABCD', 'ffffffff', 4_294_967_295],
  ['float32', 'ABCD', '42f6e979', 123.45600128173828],
  ['float32', 'CDAB', 'e97942f6', 123.45600128173828],
  ['float32', 'BADC', 'f64279e9', 123.45600128173828],
  ['float32', 'DCBA', '79e9f642', 123.45600128173828],
  ['float32', 'ABCD', '7fc00000', Number.NaN],
  ['float32', 'ABCD', 'ff800000', -Infinity],
  ['int64', 'ABCD', '0001000200030004', 281_483_566_841_860n],
  ['int64', 'CDAB', '0004000300020001', 281_483_566_841_860n],
  ['int64', 'BADC', '0100020003000400', 281_483_566_841_860n],
  ['int64', 'DCBA', '0400030002000100', 281_483_566_841_860n],
  ['int64', 'ABCD', '8000000000000000', -9_223_372_036_854_775_808n],
  ['uint64', 'ABCD', 'ffffffffffffffff', 18_446_744_073_709_551_615n],
  ['float64', 'ABCD', '400921fb54442d18', Math.PI],
  ['float64', 'CDAB', '2d18544421fb4009', Math.PI],
  ['float64', 'BADC', '0940fb214454182d', Math.PI],
  ['float64', 'DCBA', '182d4454fb210940', Math.PI],
  ['bcd16', 'ABCD', '9876', 9_876],
  ['bcd32', 'ABCD', '12345678', 12_345_678],
  ['bcd32', 'CDAB', '56781234', 12_345_678],
  ['bcd64', 'ABCD', '1234567890123456', 1_234_567_890_123_456n],
]

test.for(vectors)('%s in the order %s: %s is %s', ([as, order, bytes, value]) => {
  const address = modbusAddress.parse({ at: 'hr:10', as, order })
  expect(decodeAt(address, 10, Buffer.from(bytes, 'hex'))).toEqual({ value })
})

test('texts, bits of registers, bits of tables and digits that are none', () => {
  const text = (order: string, bytes: string) =>
    decodeAt(
      modbusAddress.parse({ at: '40001', as: 'string', registers: 3, order }),
      0,
      Buffer.from(bytes, 'latin1'),
    )
  expect(text('ABCD', 'Pump\0x')).toEqual({ value: 'Pump' })
  expect(text('CDAB', 'Pump 1')).toEqual({ value: 'Pump 1' })
  expect(text('BADC', 'uPpm1 ')).toEqual({ value: 'Pump 1' })
  const bit = modbusAddress.parse({ at: '40002.15' })
  expect(decodeAt(bit, 0, Buffer.from('00008000', 'hex'))).toEqual({ value: true })
  expect(decodeAt({ ...bit, order: 'BADC' }, 0, Buffer.from('00008000', 'hex'))).toEqual({ value: false })
  const coil = modbusAddress.parse({ at: 'coil:12' })
  expect(decodeAt(coil, 3, Buffer.from('0002', 'hex'))).toEqual({ value: true })
  expect(decodeAt(coil, 3, Buffer.from('fdfd', 'hex'))).toEqual({ value: false })
  const bcd = modbusAddress.parse({ at: 'hr:0', as: 'bcd16' })
  expect(decodeAt(bcd, 0, Buffer.from('12a4', 'hex'))).toEqual({ problem: 'not-bcd' })
})

test.for([
  ['40001', { table: 'holding', offset: 0 }],
  ['465536', { table: 'holding', offset: 65_535 }],
  ['400001', { table: 'holding', offset: 0 }],
  ['30010', { table: 'input', offset: 9 }],
  ['10001', { table: 'discrete', offset: 0 }],
  ['00001', { table: 'coil', offset: 0 }],
  ['hr:0x1F', { table: 'holding', offset: 31 }],
  ['Holding:31', { table: 'holding', offset: 31 }],
  ['ir:65535', { table: 'input', offset: 65_535 }],
  ['40001.0', { table: 'holding', offset: 0, bit: 0 }],
  ...[
    '40000',
    '20001',
    '4001',
    '1',
    '0x10',
    'hr:65536',
    '465537',
    'hr:-1',
    '40001.16',
    '00001.1',
    'hr:1 ',
    'xx:1',
    '',
  ].map((text) => [text, undefined] as const),
] as const)('%s is %o', ([text, place]) => {
  expect(parsePlace(text)).toEqual(place)
})

test('what reaches beyond the last register or has a length without need is refused', () => {
  expect(modbusAddress.safeParse({ at: 'hr:65535', as: 'int32' }).success).toBe(false)
  expect(modbusAddress.safeParse({ at: 'hr:65534', as: 'int32' }).success).toBe(true)
  expect(modbusAddress.safeParse({ at: 'hr:0', as: 'string' }).success).toBe(false)
  expect(modbusAddress.safeParse({ at: 'hr:0', registers: 2 }).success).toBe(false)
})

test('the checksum is the one of the Modbus over serial line specification', () => {
  // Section 6.2.2 of the specification: 02 07 gives 0x1241.
  expect(crc16(Buffer.from('0207', 'hex'))).toBe(0x1241)
})
