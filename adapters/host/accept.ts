/** Samples that come by the gateway take the same way as those of machines. */
import type { z } from 'zod'
import type { acceptRequest } from '#adapters/host-contract.ts'
import { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import type { Sample, SampleBatch } from '#adapters/sample-batch.ts'
import { TagPreparer } from '#adapters/tag-setup/prepare.ts'
import type { PreparedTag } from '#adapters/tag-setup/prepare.ts'
import { nowUs } from './parts.ts'
import type { HostParts } from './parts.ts'

const nobody = '00000000-0000-0000-0000-000000000000'
type Given = z.infer<typeof acceptRequest>

/** Resolves once all are safe; writing them again changes nothing. */
export async function acceptSamples(
  parts: HostParts,
  { connectionId = nobody, samples, isHistory }: Given,
): Promise<{ accepted: number; quarantined: number }> {
  const batch = batchOf(samples)
  const preparer = new TagPreparer(await readTags(parts, new Set(batch.keys)))
  const { batch: good, refused } = preparer.prepare(batch, nowUs(), isHistory)
  for (const { batch: strange, cause } of refused)
    await parts.intake.acceptQuarantine(strange, connectionId, cause)
  if (good.length > 0) await parts.intake.accept(good, connectionId)
  if (!isHistory) parts.live.note(good)
  return {
    accepted: good.length,
    quarantined: refused.reduce((sum, { batch: strange }) => sum + strange.length, 0),
  }
}

function batchOf(samples: Given['samples']): SampleBatch {
  const builder = new SampleBatchBuilder(Math.max(1, samples.length))
  for (const { tag: key, timeUs, value, type, quality, status } of samples)
    builder.add({ key, timeUs, value: plainValue(value, type), quality, status })
  return builder.take(nowUs())
}

/** What JSON cannot say came as text. */
function plainValue(
  value: Given['samples'][number]['value'],
  type: Given['samples'][number]['type'],
): Sample['value'] {
  if (value === null || type === 'none') return null
  if (type === 'integer') return BigInt(value)
  return type === 'number' ? Number(value) : value
}

async function readTags({ pool }: HostParts, ids: Set<number>): Promise<PreparedTag[]> {
  const { rows } = await pool.query<PreparedTag>(
    `select t.id, t.value_type as type, t.unit, coalesce(c.setup, '{}') as setup
     from tag t left join connection_tag c on c.tag_id = t.id where t.id = any($1)`,
    [[...ids]],
  )
  return rows
}
