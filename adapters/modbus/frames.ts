/** Frames on the wire, strictly: only the one answer to the one question passes. */
import { crc16 } from './crc16.ts'

/** What was asked last: unit, function and how many bytes of values its answer has. */
export interface Question {
  transaction: number
  unit: number
  functionCode: number
  valueBytes: number
}

/** An answer to something else, or none at all: values in it must not be believed. */
export class InvalidAnswer extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'InvalidAnswer'
  }
}

const bitFunctions = [1, 2]
const readFunctions = [1, 2, 3, 4]

/** `frame` is what modbus-serial sends: unit, function, start, count, checksum. Throws where it would not only read. */
export function questionOf(frame: Buffer, transaction: number): Question {
  const functionCode = frame[1]
  if (!readFunctions.includes(functionCode) || frame.length !== 8)
    throw new RangeError(`function ${functionCode} is no reading`)
  const count = frame.readUInt16BE(4)
  const valueBytes = bitFunctions.includes(functionCode) ? Math.ceil(count / 8) : count * 2
  return { transaction, unit: frame[0], functionCode, valueBytes }
}

export interface Framing {
  /** The question as it goes over the wire. */
  wrap(frame: Buffer, question: Question): Buffer
  /** The answer as a serial frame with its checksum; undefined: not whole yet. Throws `InvalidAnswer`. */
  unwrap(received: Buffer, question: Question): Buffer | undefined
}

/** Modbus TCP: a header with transaction, protocol and length instead of the checksum. */
export const tcpFraming: Framing = {
  wrap(frame, { transaction }) {
    const header = Buffer.alloc(6)
    header.writeUInt16BE(transaction, 0)
    header.writeUInt16BE(frame.length - 2, 4)
    return Buffer.concat([header, frame.subarray(0, -2)])
  },
  unwrap(received, question) {
    if (received.length < 8) return undefined
    if (received.readUInt16BE(2) !== 0) throw new InvalidAnswer('another protocol')
    if (received.readUInt16BE(0) !== question.transaction) throw new InvalidAnswer('another transaction')
    const body = received.subarray(6)
    const length = checkedLength(body, question)
    if (received.readUInt16BE(4) !== length) throw new InvalidAnswer('another length')
    if (body.length < length) return undefined
    if (body.length > length) throw new InvalidAnswer('more than an answer')
    return withChecksum(body)
  },
}

/** Serial frames as they are: only their content says how long they are. */
export const rtuFraming: Framing = {
  wrap: (frame) => frame,
  unwrap(received, question) {
    if (received.length < 3) return undefined
    const length = checkedLength(received, question) + 2
    if (received.length < length) return undefined
    if (received.length > length) throw new InvalidAnswer('more than an answer')
    if (received.readUInt16LE(length - 2) !== crc16(received.subarray(0, -2)))
      throw new InvalidAnswer('a wrong checksum')
    return received
  },
}

/** Of unit, function and what follows, without the checksum. */
function checkedLength(body: Buffer, { unit, functionCode, valueBytes }: Question): number {
  if (body[0] !== unit) throw new InvalidAnswer('another unit')
  if (body[1] === (functionCode | 0x80)) return 3
  if (body[1] !== functionCode) throw new InvalidAnswer('another function')
  if (body.length > 2 && body[2] !== valueBytes) throw new InvalidAnswer('another number of values')
  return 3 + valueBytes
}

function withChecksum(body: Buffer): Buffer {
  const frame = Buffer.alloc(body.length + 2)
  body.copy(frame)
  frame.writeUInt16LE(crc16(body), body.length)
  return frame
}
