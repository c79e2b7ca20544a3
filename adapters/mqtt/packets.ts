/** What a broker sends, cut into packets; and the PUBLISH packets taken apart. By MQTT 5, sections 2.1 and 3.3. */

export class MalformedPacket extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'MalformedPacket'
  }
}

/** A packet of so many bytes is not read. */
export class PacketTooLarge extends Error {
  readonly bytes: number
  constructor(bytes: number) {
    super(`a packet of ${bytes} bytes`)
    this.name = 'PacketTooLarge'
    this.bytes = bytes
  }
}

export interface Publish {
  topic: string
  payload: Buffer
  qos: 0 | 1 | 2
  retain: boolean
  dup: boolean
  /** At QoS 1 and 2. */
  id?: number
}

const publishType = 3

/** Takes pieces of a stream as they come and hands on whole packets. */
export class PacketCutter {
  readonly #maxBytes: number
  /** The beginning of a packet whose size has not come whole. */
  #head: Buffer = Buffer.alloc(0)
  /** One that is not whole yet, and how much of it is there. */
  #open: Buffer | undefined
  #filled = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Calls back for each packet that is whole now. Throws MalformedPacket, and PacketTooLarge before it has come. */
  push(piece: Buffer, take: (packet: Buffer) => void): void {
    let rest = this.#open ? this.#fill(this.#open, piece, take) : this.#withHead(piece)
    while (rest.length > 0) {
      const size = sizeOf(rest)
      if (size === undefined) return void (this.#head = rest)
      if (size > this.#maxBytes) throw new PacketTooLarge(size)
      if (size > rest.length) return this.#begin(size, rest)
      take(rest.subarray(0, size))
      rest = rest.subarray(size)
    }
  }

  #withHead(piece: Buffer): Buffer {
    if (this.#head.length === 0) return piece
    const all = Buffer.concat([this.#head, piece])
    this.#head = Buffer.alloc(0)
    return all
  }

  #begin(size: number, rest: Buffer): void {
    this.#open = Buffer.allocUnsafeSlow(size)
    this.#filled = rest.copy(this.#open)
  }

  /** Returns what is left of the piece. */
  #fill(open: Buffer, piece: Buffer, take: (packet: Buffer) => void): Buffer {
    const copied = piece.copy(open, this.#filled)
    this.#filled += copied
    if (this.#filled === open.length) {
      this.#open = undefined
      take(open)
    }
    return piece.subarray(copied)
  }
}

/** Undefined: its length has not come whole. */
function sizeOf(bytes: Buffer): number | undefined {
  if (bytes[0] >> 4 === 0) throw new MalformedPacket('a packet of no kind')
  const length = variable(bytes, 1)
  return length && length.end + length.value
}

/** A number in up to four bytes, seven bits each. */
function variable(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0
  for (let index = 0; index < 4; index++) {
    if (start + index >= bytes.length) return undefined
    const byte = bytes[start + index]
    value += (byte & 127) * 128 ** index
    if (byte < 128) return { value, end: start + index + 1 }
  }
  throw new MalformedPacket('a length without end')
}

/** Undefined: not a PUBLISH of QoS 0 or 1. Its payload is a view. Throws MalformedPacket. */
export function readPublish(packet: Buffer, isVersion5: boolean): Publish | undefined {
  const qos = (packet[0] >> 1) & 3
  if (packet[0] >> 4 !== publishType || qos > 1) return undefined
  let at = variable(packet, 1)!.end
  const topicEnd = at + 2 + (at + 2 <= packet.length ? packet.readUInt16BE(at) : 0)
  const head = topicEnd + (qos > 0 ? 2 : 0)
  if (topicEnd === at + 2 || head > packet.length) throw new MalformedPacket('a message without a topic')
  const topic = packet.toString('utf8', at + 2, topicEnd)
  at = isVersion5 ? afterProperties(packet, head) : head
  const said = {
    topic,
    payload: packet.subarray(at),
    retain: (packet[0] & 1) === 1,
    dup: (packet[0] & 8) === 8,
  }
  return qos === 0 ? { ...said, qos: 0 } : { ...said, qos: 1, id: packet.readUInt16BE(topicEnd) }
}

function afterProperties(packet: Buffer, start: number): number {
  const length = variable(packet, start)
  const end = length && length.end + length.value
  if (end === undefined || end > packet.length) throw new MalformedPacket('properties without end')
  return end
}

/** PUBACK for each of these, one behind the other. */
export function acknowledgementsOf(ids: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(ids.length * 4)
  for (const [index, id] of ids.entries()) bytes.writeUInt32BE(0x40_02_00_00 + id, index * 4)
  return bytes
}
