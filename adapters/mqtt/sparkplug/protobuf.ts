/** Reads the wire format of Protocol Buffers from bytes that nobody has vouched for. */

export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/** Bytes that are no message. */
export class MalformedMessage extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'MalformedMessage'
  }
}

const decoder = new TextDecoder('utf-8')

/** Walks over [start, end) of the bytes, field by field; throws `MalformedMessage`, never reads beyond. */
export class ProtobufReader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  readonly #end: number
  #at: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#at = start
    this.#end = end
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end
  }

  /** Number and wire type of the next field. */
  tag(): { field: number; type: number } {
    const tag = this.uint64()
    if (tag > 0xffff_ffffn) throw new MalformedMessage('the number of a field is too large')
    const field = Number(tag >> 3n)
    if (field === 0) throw new MalformedMessage('a field has the number 0')
    return { field, type: Number(tag & 7n) }
  }

  /** Unsigned, the lowest 64 bits. */
  uint64(): bigint {
    let value = 0
    for (let index = 0; index < 4; index++) {
      const byte = this.#byte()
      value |= (byte & 0x7f) << (7 * index)
      if (byte < 0x80) return BigInt(value)
    }
    let large = BigInt(value)
    for (let index = 4; index < 10; index++) {
      const byte = this.#byte()
      large |= BigInt(byte & 0x7f) << BigInt(7 * index)
      if (byte < 0x80) return BigInt.asUintN(64, large)
    }
    throw new MalformedMessage('a number does not end')
  }

  /** The lowest 32 bits: negative numbers come as ten bytes from some encoders. */
  uint32(): number {
    return Number(BigInt.asUintN(32, this.uint64()))
  }

  boolean(): boolean {
    return this.uint64() !== 0n
  }

  float(): number {
    return this.#view.getFloat32(this.#skip(4), true)
  }

  double(): number {
    return this.#view.getFloat64(this.#skip(8), true)
  }

  /** A view, not a copy. */
  content(): Uint8Array {
    const length = this.#length()
    const start = this.#skip(length)
    return this.bytes.subarray(start, start + length)
  }

  text(): string {
    return decoder.decode(this.content())
  }

  message(): ProtobufReader {
    const length = this.#length()
    const start = this.#skip(length)
    return new ProtobufReader(this.bytes, start, start + length)
  }

  /** Passes over a field that is of no interest. */
  skip(type: number): void {
    if (type === wire.varint) this.uint64()
    else if (type === wire.fixed64) this.#skip(8)
    else if (type === wire.fixed32) this.#skip(4)
    else if (type === wire.bytes) this.content()
    else throw new MalformedMessage(`wire type ${type} is not known`)
  }

  #length(): number {
    const length = this.uint64()
    if (length > BigInt(this.#end - this.#at))
      throw new MalformedMessage('a field is longer than its message')
    return Number(length)
  }

  #byte(): number {
    return this.bytes[this.#skip(1)]
  }

  /** Where the next `count` bytes start. */
  #skip(count: number): number {
    const start = this.#at
    if (start + count > this.#end) throw new MalformedMessage('the message ends within a field')
    this.#at = start + count
    return start
  }
}
