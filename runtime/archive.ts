/** Entries one after the other in a stream: each a path and its bytes, whose number need not be known before. */
import { BackupError } from './backup-error.ts'

/** What stands before the bytes of an entry. */
export interface EntryHead {
  path: string
  /** Permissions of a file. */
  mode?: number
}

export interface Entry extends EntryHead {
  /** To be read, if at all, before the next entry. */
  content: AsyncIterable<Buffer>
}

type Write = (bytes: Uint8Array) => Promise<void>
type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

const maxHeadBytes = 64 * 1024

/** Writes an entry, and returns how many bytes its content had. */
export async function writeEntry(write: Write, head: EntryHead, content: Source): Promise<number> {
  const text = Buffer.from(JSON.stringify(head))
  await write(Buffer.concat([lengthOf(text), text]))
  let bytes = 0
  for await (const piece of content) {
    if (piece.length === 0) continue
    await write(lengthOf(piece))
    await write(piece)
    bytes += piece.length
  }
  await write(Buffer.alloc(4))
  return bytes
}

/** The entries of a stream. Throws `BackupError` for a stream that is none. */
export async function* readEntries(stream: AsyncGenerator<Buffer>): AsyncGenerator<Entry> {
  const reader = new ByteReader(stream)
  while (!(await reader.isAtEnd())) {
    const length = (await reader.take(4)).readUInt32BE()
    if (length > maxHeadBytes) throw malformed()
    const head = parseHead((await reader.take(length)).toString())
    const content = reader.pieces()
    yield { ...head, content }
    for await (const rest of content) void rest
  }
}

function parseHead(text: string): EntryHead {
  try {
    const { path, mode } = JSON.parse(text) as Partial<EntryHead>
    if (typeof path === 'string' && (mode === undefined || Number.isInteger(mode))) return { path, mode }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw malformed()
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

function malformed(): BackupError {
  return new BackupError('The backup holds something that this EcoKI does not understand.')
}

class ByteReader {
  readonly #stream: AsyncGenerator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncGenerator<Buffer>) {
    this.#stream = stream
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#held.length === 0) if (!(await this.#more())) return true
    return false
  }

  async take(bytes: number): Promise<Buffer> {
    while (this.#held.length < bytes) if (!(await this.#more())) throw malformed()
    const taken = this.#held.subarray(0, bytes)
    this.#held = this.#held.subarray(bytes)
    return taken
  }

  /** The content of an entry, up to the length zero that ends it. */
  async *pieces(): AsyncGenerator<Buffer> {
    for (;;) {
      let left = (await this.take(4)).readUInt32BE()
      if (left === 0) return
      for (; left > 0; left -= Math.min(left, this.#lastLength)) yield await this.#upTo(left)
    }
  }

  #lastLength = 0

  async #upTo(bytes: number): Promise<Buffer> {
    if (await this.isAtEnd()) throw malformed()
    const piece = await this.take(Math.min(bytes, this.#held.length))
    this.#lastLength = piece.length
    return piece
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#stream.next()
    if (done) return false
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value])
    return true
  }
}
