/** Files that are not UTF-8 are rewritten to a scratch file first, as a stream. */
import { isUtf8 } from 'node:buffer'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import iconv from 'iconv-lite'
import type { Dialect } from './dialect.ts'

type Encoding = Dialect['encoding']

/** What the first bytes say: a byte order mark, the zeros of UTF-16, bytes that are no UTF-8. */
export function detectEncoding(head: Uint8Array, isWhole: boolean): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, 4_096)
  const zeros = [0, 1].map((parity) => sample.filter((byte, at) => byte === 0 && at % 2 === parity).length)
  if (zeros[1] > sample.length / 8) return 'utf-16le'
  if (zeros[0] > sample.length / 8) return 'utf-16be'
  return isUtf8(isWhole ? head : wholeCharacters(head)) ? 'utf-8' : 'windows-1252'
}

/** Without the start of a character that the sample cuts. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    if (bytes[bytes.length - back] >= 0xc0) return bytes.subarray(0, bytes.length - back)
  }
  return bytes
}

/** The start of a file as text, without byte order mark. */
export function decodeHead(head: Uint8Array, encoding: Encoding): string {
  return iconv.decode(Buffer.from(head.buffer, head.byteOffset, head.byteLength), encoding, {
    stripBOM: true,
  })
}

/** The path of the same file in UTF-8: itself, or the scratch file. */
export async function asUtf8(
  path: string,
  encoding: Encoding,
  to: { scratchPath(name: string): string; signal: AbortSignal; progress?(done: number): void },
): Promise<string> {
  if (encoding === 'utf-8') return path
  const scratch = to.scratchPath('utf-8.csv')
  const source = createReadStream(path, { highWaterMark: 1 << 20 })
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        to.progress?.(source.bytesRead)
        yield chunk
      }
    },
    iconv.decodeStream(encoding),
    iconv.encodeStream('utf-8'),
    createWriteStream(scratch),
    { signal: to.signal },
  )
  return scratch
}
