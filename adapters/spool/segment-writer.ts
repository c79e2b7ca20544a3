import { encodeRecord } from './record.ts'
import type { SpoolFile } from './spool-files.ts'

/** Appends to one segment, all records of a call with one sync. */
export class SegmentWriter {
  readonly number: number
  readonly #file: SpoolFile
  /** Bytes that outlive a power loss. */
  size = 0

  constructor(number: number, file: SpoolFile) {
    this.number = number
    this.#file = file
  }

  /** Returns the size afterwards. When it throws, nobody knows what of the records is on the disk. */
  async append(records: { content: Uint8Array; samples: number }[], before: number): Promise<number> {
    const writtenUs = Date.now() * 1_000
    const parts: Uint8Array[] = []
    let offset = this.size
    for (const { content, samples } of records) {
      const part = encodeRecord({ content, samples, before, writtenUs }, { segment: this.number, offset })
      parts.push(part)
      offset += part.length
      before += samples
    }
    await this.#file.write(Buffer.concat(parts), this.size)
    await this.#file.sync()
    this.size = offset
    return offset
  }

  /** Cuts off what is not certain, as far as the disk still does that. */
  async abandon(): Promise<void> {
    try {
      await this.#file.truncate(this.size)
    } finally {
      await this.#file.close()
    }
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
