/** Samples in the binary format of COPY, which is big-endian: https://www.postgresql.org/docs/17/sql-copy.html */
import type { Delivery } from './deliveries.ts'
import type { SampleBatch } from './sample-batch.ts'
import type { KnownTag } from './tag-directory.ts'

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const headBytes = signature.length + 8
/** Of a row without texts. */
const rowBytes = 2 + 11 * 4 + 4 + 8 + 16 + 8 + 8 + 1 + 2 + 8 + 8

const columns = ['tag_id', 'time_us', 'project_id', 'quality', 'received_us'] as const
const optional = ['number', 'integer', 'boolean', 'text', 'raw_status', 'sequence'] as const
type Optional = (typeof optional)[number]

export interface CopyBytes {
  sql: string
  bytes: Uint8Array
}

/** Every sample as the first revision of its time. Columns that no row has are left out. */
export function copyBytes(deliveries: Delivery[], tags: Map<number, KnownTag>): CopyBytes {
  const used = usedColumns(deliveries)
  const writer = new RowWriter(Buffer.allocUnsafe(sizeOf(deliveries)), used)
  for (const { batch } of deliveries) writer.batch(batch, tags)
  const names = [...columns, ...used].map((name) => `"${name}"`).join(', ')
  return { sql: `copy sample (${names}) from stdin (format binary)`, bytes: writer.finish() }
}

function usedColumns(deliveries: Delivery[]): Optional[] {
  const types = new Set(deliveries.flatMap(({ batch }) => [...new Set(batch.types)]))
  const has = {
    number: types.has(0),
    integer: types.has(1),
    boolean: types.has(2),
    text: types.has(3),
    raw_status: deliveries.some(({ batch }) => batch.statuses),
    sequence: deliveries.some(({ batch }) => batch.sequences),
  }
  return optional.filter((name) => has[name])
}

/** Enough: a text takes three bytes a unit at most. */
function sizeOf(deliveries: Delivery[]): number {
  let bytes = headBytes + 2
  for (const { batch } of deliveries) {
    bytes += batch.length * rowBytes
    for (const texts of [batch.texts, batch.statuses])
      if (texts) bytes += texts.reduce((sum, text) => sum + 3 * text.length, 0)
  }
  return bytes
}

class RowWriter {
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #used: Optional[]
  #at = headBytes

  constructor(bytes: Buffer, used: Optional[]) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#used = used
    signature.copy(bytes)
    bytes.fill(0, signature.length, headBytes)
  }

  batch(batch: SampleBatch, tags: Map<number, KnownTag>): void {
    const received = BigInt(batch.receivedUs)
    let tag: KnownTag | undefined
    for (let row = 0; row < batch.length; row++) {
      if (tag?.id !== batch.keys[row]) tag = tags.get(batch.keys[row])
      this.#view.setInt16(this.#at, columns.length + this.#used.length)
      this.#at += 2
      this.#int32(batch.keys[row])
      this.#whole(batch.timesUs[row])
      this.#uuid(tag!.projectWords)
      this.#int16(batch.qualities[row])
      this.#int64(received)
      for (const column of this.#used) this.#optional(column, batch, row)
    }
  }

  finish(): Uint8Array {
    this.#view.setInt16(this.#at, -1)
    return this.#bytes.subarray(0, this.#at + 2)
  }

  #optional(column: Optional, batch: SampleBatch, row: number): void {
    const type = batch.types[row]
    if (column === 'number') return type === 0 ? this.#float64(batch.numbers[row]) : this.#nothing()
    if (column === 'integer') return type === 1 ? this.#int64(batch.integers![row]) : this.#nothing()
    if (column === 'boolean') return type === 2 ? this.#byte(batch.numbers[row]) : this.#nothing()
    if (column === 'text') return type === 3 ? this.#text(batch.texts![row]) : this.#nothing()
    if (column === 'raw_status')
      return batch.statuses?.[row] ? this.#text(batch.statuses[row]) : this.#nothing()
    const sequence = batch.sequences?.[row] ?? -1n
    return sequence === -1n ? this.#nothing() : this.#int64(sequence)
  }

  #length(bytes: number): number {
    this.#view.setInt32(this.#at, bytes)
    const at = this.#at + 4
    this.#at = at + Math.max(bytes, 0)
    return at
  }

  #nothing(): void {
    this.#length(-1)
  }

  #byte(value: number): void {
    this.#view.setUint8(this.#length(1), value)
  }

  #int16(value: number): void {
    this.#view.setInt16(this.#length(2), value)
  }

  #int32(value: number): void {
    this.#view.setInt32(this.#length(4), value)
  }

  #int64(value: bigint): void {
    this.#view.setBigInt64(this.#length(8), value)
  }

  #float64(value: number): void {
    this.#view.setFloat64(this.#length(8), value)
  }

  /** A whole number that a double holds exactly: twice as fast as by way of a bigint. */
  #whole(value: number): void {
    const at = this.#length(8)
    const high = Math.floor(value / 2 ** 32)
    this.#view.setInt32(at, high)
    this.#view.setUint32(at + 4, value - high * 2 ** 32)
  }

  #uuid(words: Int32Array): void {
    const at = this.#length(16)
    for (let word = 0; word < 4; word++) this.#view.setInt32(at + word * 4, words[word])
  }

  #text(value: string): void {
    const at = this.#at
    this.#at += 4
    const written = this.#bytes.write(value, this.#at, 'utf8')
    this.#view.setInt32(at, written)
    this.#at += written
  }
}
