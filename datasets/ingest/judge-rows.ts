/** Finds the samples that the historian cannot take, so that they do not keep out the others. */
import { pickRows } from './deliveries.ts'
import type { Delivery, Refused } from './deliveries.ts'
import { qualities, valueTypes } from './sample-batch.ts'
import type { SampleBatch } from './sample-batch.ts'
import type { KnownTag } from './tag-directory.ts'

/** Why the historian cannot take a sample. */
export const refusals = [
  'tag-unknown',
  'type-differs',
  'time-not-storable',
  'text-not-storable',
  'quality-unknown',
  'value-missing',
] as const
export type Refusal = (typeof refusals)[number]

/** What can be stored, and what cannot with the reason. */
export function judgeRows(
  deliveries: Delivery[],
  tags: Map<number, KnownTag>,
): { storable: Delivery[]; refused: Refused[] } {
  const storable: Delivery[] = []
  const refused: Refused[] = []
  for (const delivery of deliveries) {
    const causes = judgeBatch(delivery.batch, tags)
    if (!causes) storable.push(delivery)
    else separate(delivery, causes, { storable, refused })
  }
  return { storable, refused }
}

/** By row; undefined where all is well, the usual case. */
function judgeBatch(batch: SampleBatch, tags: Map<number, KnownTag>): Map<number, Refusal> | undefined {
  let causes: Map<number, Refusal> | undefined
  for (let row = 0; row < batch.length; row++) {
    const cause = judgeRow(batch, row, tags.get(batch.keys[row]))
    if (cause) (causes ??= new Map()).set(row, cause)
  }
  return causes
}

function judgeRow(batch: SampleBatch, row: number, tag: KnownTag | undefined): Refusal | undefined {
  if (!tag) return 'tag-unknown'
  const type = valueTypes[batch.types[row]]
  if (type !== 'none' && type !== tag.type) return 'type-differs'
  if (batch.qualities[row] > qualities.bad) return 'quality-unknown'
  if (type === 'none' && batch.qualities[row] !== qualities.bad) return 'value-missing'
  if (!Number.isSafeInteger(batch.timesUs[row])) return 'time-not-storable'
  if (type === 'text' && batch.texts?.[row].includes('\0')) return 'text-not-storable'
  if (batch.statuses?.[row].includes('\0')) return 'text-not-storable'
  return undefined
}

function separate(
  { connectionId, batch }: Delivery,
  causes: Map<number, Refusal>,
  { storable, refused }: { storable: Delivery[]; refused: Refused[] },
): void {
  const good = Uint32Array.from({ length: batch.length }, (_, row) => row).filter((row) => !causes.has(row))
  if (good.length > 0) storable.push({ connectionId, batch: pickRows(batch, good) })
  for (const [cause, rows] of Map.groupBy(causes.keys(), (row) => causes.get(row)!))
    refused.push({ connectionId, batch: pickRows(batch, Uint32Array.from(rows)), cause })
}
