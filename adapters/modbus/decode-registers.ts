/** Values out of the bytes of registers. */
import { isBitTable, placeOf, widthOf } from './address.ts'
import type { Encoding, ModbusAddress } from './address.ts'

export type Order = ModbusAddress['order']
export type RegisterValue = number | bigint | boolean | string
/** What the bytes say, or why they say nothing. */
export type Decoded = { value: RegisterValue } | { problem: string }

/** Bytes of the answer that begins at `start`, for the value at this address. */
export function decodeAt(address: ModbusAddress, start: number, bytes: Buffer): Decoded {
  const { table, offset, bit } = placeOf(address)
  const index = offset - start
  if (isBitTable(table)) return { value: ((bytes[index >> 3] >> (index & 7)) & 1) === 1 }
  const own = bytes.subarray(index * 2, (index + widthOf(address)) * 2)
  if (address.as === 'string' && bit === undefined) return { value: textOf(own, address.order) }
  const ordered = inOrder(own, address.order)
  if (bit !== undefined) return { value: ((ordered.readUInt16BE(0) >> bit) & 1) === 1 }
  return decodeValue(ordered, address.as)
}

/** Bytes as A B C D, highest first. */
export function inOrder(bytes: Buffer, order: Order): Buffer {
  if (order === 'ABCD') return bytes
  const copy = Buffer.from(bytes)
  if (order === 'DCBA') return copy.reverse()
  copy.swap16()
  return order === 'BADC' ? copy : copy.reverse()
}

export function decodeValue(bytes: Buffer, as: Encoding): Decoded {
  switch (as) {
    case 'int16':
      return { value: bytes.readInt16BE(0) }
    case 'uint16':
      return { value: bytes.readUInt16BE(0) }
    case 'int32':
      return { value: bytes.readInt32BE(0) }
    case 'uint32':
      return { value: bytes.readUInt32BE(0) }
    case 'int64':
      return { value: bytes.readBigInt64BE(0) }
    case 'uint64':
      return { value: bytes.readBigUInt64BE(0) }
    case 'float32':
      return { value: bytes.readFloatBE(0) }
    case 'float64':
      return { value: bytes.readDoubleBE(0) }
    default:
      return bcdOf(bytes)
  }
}

/** A decimal digit in each half of a byte. */
function bcdOf(bytes: Buffer): Decoded {
  const digits = bytes.toString('hex')
  if (!/^\d+$/.test(digits)) return { problem: 'not-bcd' }
  return { value: digits.length > 15 ? BigInt(digits) : Number(digits) }
}

/** Up to the first zero. The order of words means nothing in a text, that of bytes in a register does. */
function textOf(bytes: Buffer, order: Order): string {
  const isTurned = order === 'BADC' || order === 'DCBA'
  const ordered = isTurned ? Buffer.from(bytes).swap16() : bytes
  const end = ordered.indexOf(0)
  return ordered.toString('latin1', 0, end === -1 ? ordered.length : end).trimEnd()
}
