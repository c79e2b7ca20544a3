/** One thing that was handed to the intake, on its way to the historian or the spool. */
import { countRows } from '#datasets/ingest/deliveries.ts'
import type { GapRow, IngestWork } from '#datasets/ingest/deliveries.ts'
import { decodeBatch, encodeBatch } from '../sample-batch-bytes.ts'
import type { SampleBatch } from '../sample-batch.ts'

export type Work =
  | { kind: 'samples'; connectionId: string; batch: SampleBatch }
  | { kind: 'refused'; connectionId: string; batch: SampleBatch; cause: string }
  | { kind: 'gaps'; connectionId: string; gaps: GapRow[] }

/** Samples in it that count as waiting. */
export function rowsOf(work: Work): number {
  return work.kind === 'gaps' ? 0 : work.batch.length
}

/** About the memory that it takes. */
export function bytesOf(work: Work): number {
  if (work.kind === 'gaps') return 200 + work.gaps.length * 200
  const { batch } = work
  const texts = [batch.texts, batch.statuses].flatMap((column) => column ?? [])
  return 200 + batch.length * 50 + texts.reduce((sum, text) => sum + 40 + 2 * text.length, 0)
}

/** What is written in one transaction. */
export function togetherOf(items: Work[]): IngestWork {
  return {
    samples: items.filter((item) => item.kind === 'samples'),
    refused: items.filter((item) => item.kind === 'refused'),
    gaps: items.flatMap((item) => (item.kind === 'gaps' ? item.gaps : [])),
  }
}

/** A line of JSON that says what it is, then the bytes of the batch. Once written, a form is read for ever. */
export function encodeWork(work: Work): Uint8Array {
  const { kind, connectionId } = work
  if (kind === 'gaps') return line({ kind, connectionId, gaps: work.gaps })
  const head = kind === 'refused' ? { kind, connectionId, cause: work.cause } : { kind, connectionId }
  return Buffer.concat([line(head), encodeBatch(work.batch)])
}

/** Throws where the bytes are nothing that this version knows. */
export function decodeWork(bytes: Uint8Array): Work {
  const end = bytes.indexOf(lineEnd)
  const head = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8')) as Work
  if (head.kind === 'gaps') return head
  if (head.kind !== 'samples' && head.kind !== 'refused')
    throw new RangeError('a kind of work that is not known')
  return { ...head, batch: decodeBatch(bytes.subarray(end + 1)) }
}

/** Samples of what is written in one transaction. */
export function countSamples(work: IngestWork): number {
  return countRows(work.samples) + countRows(work.refused)
}

const lineEnd = 10

function line(content: object): Buffer {
  return Buffer.from(`${JSON.stringify(content)}\n`)
}
