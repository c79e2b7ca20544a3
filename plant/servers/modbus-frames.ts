/** Frames of Modbus TCP (Modbus Messaging on TCP/IP 1.0b): transaction, protocol 0, length, unit, body. */

export interface ModbusRequest {
  transaction: number
  unit: number
  code: number
  address: number
  count: number
  /** Asks who the device is (43/14). */
  isIdentity: boolean
  /** Of the whole frame. */
  bytes: number
}

const headerBytes = 7
/** Unit and body: no request is longer. */
const mostBytes = 254

export function readRequest(bytes: Buffer): ModbusRequest | 'more' | 'broken' {
  if (bytes.length < headerBytes + 1) return 'more'
  const length = bytes.readUInt16BE(4)
  if (bytes.readUInt16BE(2) !== 0 || length < 2 || length > mostBytes) return 'broken'
  if (bytes.length < 6 + length) return 'more'
  const body = bytes.subarray(headerBytes, 6 + length)
  const hasPlace = body.length >= 5
  return {
    transaction: bytes.readUInt16BE(0),
    unit: bytes[6],
    code: body[0],
    address: hasPlace ? body.readUInt16BE(1) : 0,
    count: hasPlace ? body.readUInt16BE(3) : 0,
    isIdentity: body[0] === 43 && body[1] === 14,
    bytes: 6 + length,
  }
}

export function frame(transaction: number, unit: number, body: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt16BE(transaction, 0)
  header.writeUInt16BE(body.length + 1, 4)
  header[6] = unit
  return Buffer.concat([header, body])
}

export function refusal(code: number, exception: number): Buffer {
  return Buffer.from([code | 0x80, exception])
}

/** The first bit is the lowest of the first byte. */
export function answerBits(code: number, bits: boolean[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8))
  for (const [index, bit] of bits.entries()) if (bit) bytes[index >> 3] |= 1 << (index & 7)
  return Buffer.concat([Buffer.from([code, bytes.length]), bytes])
}

export function answerWords(code: number, words: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([code, 2 * words.length]), ...words])
}

/** Vendor, product and revision, each with the product's name: nobody takes it for a real device. */
export function answerIdentity(product: string): Buffer {
  const objects = [0, 1, 2].map((id) =>
    Buffer.concat([Buffer.from([id, product.length]), Buffer.from(product)]),
  )
  return Buffer.concat([Buffer.from([43, 14, 1, 1, 0, 0, objects.length]), ...objects])
}
