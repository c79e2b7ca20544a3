/** What was valid at a time. */
import { z } from 'zod'
import { lastKnown } from '#datasets/query/last-known.ts'
import type { KnownSample } from '#datasets/query/last-known.ts'
import { atOneMoment } from '#datasets/query/historian-source.ts'
import type { App } from '../../app.ts'
import { tagRefSchema, tagsOf, usOf } from './tag-ref.ts'

export const knownSchema = z.strictObject({
  /** Epoch µs. */
  timeUs: z.number(),
  /** Null: no finite number. */
  value: z.number().nullable(),
  /** 0 good, 1 uncertain, 2 bad, 3 no finite number. */
  quality: z.int().min(0).max(3),
})

export const tagKnownSchema = z.strictObject({ tag: tagRefSchema, sample: knownSchema.nullable() })

export function knownOf(sample: KnownSample | undefined): z.infer<typeof knownSchema> | null {
  if (!sample) return null
  const { timeUs, value, class: quality } = sample
  return { timeUs, value: Number.isFinite(value) ? value : null, quality }
}

/** The newest sample of each tag at or before a time, all of one moment. Throws DomainError 'tag-unknown'. */
export async function lastKnownOf(
  app: App,
  { tags, at }: { tags: number[]; at: string },
): Promise<z.infer<typeof tagKnownSchema>[]> {
  const refs = await tagsOf(app, tags)
  return atOneMoment(app, async (moment) => {
    const found: z.infer<typeof tagKnownSchema>[] = []
    for (const tag of refs) found.push({ tag, sample: knownOf(await lastKnown(moment, tag.id, usOf(at))) })
    return found
  })
}
