/**
 * Keeps on disk what the historian cannot take yet, in order. Segments are only ever appended to; one that was written
 * by an earlier process, or that a disk has failed, is never appended to again.
 */
import { cursorBytes, parseCursor } from './cursor.ts'
import { headBytes } from './record.ts'
import { SegmentWriter } from './segment-writer.ts'
import type { SpoolFiles } from './spool-files.ts'
import { SpoolFull } from './spool-errors.ts'
import { takeNext } from './spool-page.ts'
import type { SpoolCursor, SpoolPage } from './spool-page.ts'

export interface SpoolOptions {
  files: SpoolFiles
  /** Of all segments together; nothing is accepted beyond. */
  maxBytes: number
  segmentBytes?: number
}

interface Segment {
  number: number
  /** Bytes that are safe. */
  size: number
}

interface Pending {
  content: Uint8Array
  samples: number
  resolve(): void
  reject(error: unknown): void
}

const cursorName = 'cursor'
const nameOf = (number: number) => `${String(number).padStart(16, '0')}.segment`

export class Spool {
  readonly #options: Required<SpoolOptions>
  readonly #unlock: () => Promise<void>
  #segments: Segment[] = []
  #writer: SegmentWriter | undefined
  #cursor: SpoolCursor = { segment: 0, offset: 0, before: 0, writtenUs: 0 }
  /** Samples that were ever accepted. */
  #samples = 0
  #lastNumber = 0
  #pending: Pending[] = []
  #pendingBytes = 0
  #flushing: Promise<void> | undefined
  #error: string | undefined
  #page: { number: number; size: number; bytes: Buffer } | undefined

  private constructor(options: Required<SpoolOptions>, unlock: () => Promise<void>) {
    this.#options = options
    this.#unlock = unlock
  }

  /** Takes the folder, and finds out what is waiting in it. Throws where another writer has it. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const unlock = await options.files.lock()
    if (!unlock) throw new Error('another process writes to this spool')
    const spool = new Spool({ segmentBytes: 16 * 2 ** 20, ...options }, unlock)
    try {
      await spool.#recover()
      return spool
    } catch (error) {
      await unlock()
      throw error
    }
  }

  /**
   * Resolves once the content outlives a power loss. Rejects with `SpoolFull` where the disk cannot take it. What
   * holds no samples (a word about lost ones) may go a twentieth beyond the limit.
   */
  append(content: Uint8Array, samples: number): Promise<void> {
    const bytes = headBytes + content.length
    const limit = this.#options.maxBytes * (samples === 0 ? 1.05 : 1)
    if (this.bytes + this.#pendingBytes + bytes > limit)
      return Promise.reject(new SpoolFull('the spool has reached its limit'))
    this.#pendingBytes += bytes
    return new Promise((resolve, reject) => {
      this.#pending.push({ content, samples, resolve, reject })
      this.#flushing ??= this.#flush()
    })
  }

  /** What waits at the cursor, at least one record of it if there is any, in the order of `append`. */
  async read(maxBytes: number): Promise<SpoolPage> {
    const page: SpoolPage = { records: [], losses: [], next: { ...this.#cursor } }
    let bytes = 0
    const waiting = this.#segments.filter(({ number, size }) => number >= this.#cursor.segment && size > 0)
    for (const [index, segment] of waiting.entries()) {
      if (segment.number > page.next.segment) Object.assign(page.next, { segment: segment.number, offset: 0 })
      const content = await this.#content(segment)
      const endUs = (waiting[index + 1]?.number ?? Date.now()) * 1_000
      while (page.next.offset < content.length) {
        if (bytes >= maxBytes) return page
        bytes += takeNext(content, page, endUs)
      }
    }
    return page
  }

  /** What is before the cursor is safe elsewhere: it need not be kept. */
  async advance(cursor: SpoolCursor): Promise<void> {
    this.#cursor = cursor
    try {
      await this.#options.files.replace(cursorName, cursorBytes(cursor))
    } catch (error) {
      // On a full disk: removing segments makes room, and what is read twice after a crash does no harm.
      this.#error = messageOf(error)
    }
    if (this.isEmpty && !this.#flushing) await this.#endSegment()
    const isDone = ({ number, size }: Segment) =>
      number !== this.#writer?.number &&
      (number < cursor.segment || (number === cursor.segment && cursor.offset >= size))
    for (const { number } of this.#segments.filter(isDone)) await this.#forget(number)
  }

  get isEmpty(): boolean {
    return this.#segments.every(
      ({ number, size }) =>
        size === 0 ||
        number < this.#cursor.segment ||
        (number === this.#cursor.segment && size <= this.#cursor.offset),
    )
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0)
  }

  /** Samples that wait. */
  get samples(): number {
    return Math.max(0, this.#samples - (this.#cursor.before || 0))
  }

  get maxBytes(): number {
    return this.#options.maxBytes
  }

  /** What the disk said last, until it works again. */
  get error(): string | undefined {
    return this.#error
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#flushing
    await this.#endSegment()
    await this.#unlock()
  }

  async #recover(): Promise<void> {
    const { files } = this.#options
    const found = await files.list()
    if (found.some(({ name }) => name === cursorName))
      this.#cursor = parseCursor(await files.read(cursorName)) ?? this.#cursor
    this.#segments = found
      .filter(({ name, size }) => name.endsWith('.segment') && size > 0)
      .map(({ name, size }) => ({ number: parseInt(name, 10), size }))
      .sort((a, b) => a.number - b.number)
    for (const { name, size } of found) if (size === 0 && name.endsWith('.segment')) await files.remove(name)
    for (const { number } of this.#segments.filter((one) => one.number < this.#cursor.segment))
      await this.#forget(number)
    // Then nobody knows how many were there before.
    if (this.#cursor.segment === 0 && this.#segments.length > 0) this.#cursor.before = NaN
    this.#lastNumber = Math.max(this.#cursor.segment, this.#segments.at(-1)?.number ?? 0)
    this.#samples = await this.#countSamples()
  }

  /** Up to the last record that is whole. */
  async #countSamples(): Promise<number> {
    for (const segment of this.#segments.toReversed()) {
      const content = await this.#content(segment)
      const page: SpoolPage = {
        records: [],
        losses: [],
        next: { ...this.#cursor, segment: segment.number, offset: 0 },
      }
      while (page.next.offset < content.length) takeNext(content, page, 0)
      const last = page.records.at(-1)
      if (last) return last.before + last.samples
    }
    return this.#cursor.before || 0
  }

  /** One after the other, each time all that came meanwhile with one sync. */
  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending
      this.#pending = []
      try {
        await this.#write(batch)
        this.#error = undefined
        for (const one of batch) one.resolve()
      } catch (error) {
        this.#error = messageOf(error)
        await this.#abandon()
        const refused = new SpoolFull(`the spool cannot be written: ${this.#error}`, { cause: error })
        for (const one of batch) one.reject(refused)
      } finally {
        for (const one of batch) this.#pendingBytes -= headBytes + one.content.length
      }
    }
    this.#flushing = undefined
  }

  async #write(batch: Pending[]): Promise<void> {
    const writer = await this.#currentWriter()
    const size = await writer.append(batch, this.#samples)
    this.#segments.find(({ number }) => number === writer.number)!.size = size
    this.#samples += batch.reduce((sum, { samples }) => sum + samples, 0)
  }

  async #currentWriter(): Promise<SegmentWriter> {
    if (this.#writer && this.#writer.size < this.#options.segmentBytes) return this.#writer
    await this.#endSegment()
    const number = Math.max(this.#lastNumber + 1, Date.now())
    this.#lastNumber = number
    this.#writer = new SegmentWriter(number, await this.#options.files.create(nameOf(number)))
    this.#segments.push({ number, size: 0 })
    return this.#writer
  }

  async #endSegment(): Promise<void> {
    const writer = this.#writer
    this.#writer = undefined
    await writer?.close()
  }

  /** What was not synced is neither trusted nor read again; the next record begins a segment of its own. */
  async #abandon(): Promise<void> {
    const writer = this.#writer
    if (!writer) return
    this.#writer = undefined
    try {
      await writer.abandon()
      if (writer.size === 0) await this.#forget(writer.number)
    } catch {
      // What is left behind its safe bytes is not read by us, and is a repetition or damage to the next who opens it.
      this.#page = undefined
    }
  }

  async #forget(number: number): Promise<void> {
    await this.#options.files.remove(nameOf(number))
    this.#segments = this.#segments.filter((one) => one.number !== number)
  }

  /** The safe bytes of a segment; those of the last one are kept, as pages go on in it. */
  async #content({ number, size }: Segment): Promise<Buffer> {
    if (this.#page?.number !== number || this.#page.size !== size) {
      const bytes = Buffer.from(await this.#options.files.read(nameOf(number)))
      this.#page = { number, size, bytes: bytes.subarray(0, size) }
    }
    return this.#page.bytes
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
