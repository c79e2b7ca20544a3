/** When samples of tags are missing for good, and why. */
import { z } from 'zod'
import { readGaps } from '#datasets/query/gaps.ts'
import { inTransaction } from '#datasets/transaction.ts'
import type { App } from '../../app.ts'
import { joinGaps, shownGapSchema } from './join-gaps.ts'
import { rangeOf } from './read-points.ts'
import { tagRefSchema, tagsOf } from './tag-ref.ts'

export const tagGapsSchema = z.strictObject({
  tag: tagRefSchema,
  gaps: z.array(shownGapSchema),
})

export interface GapsRequest {
  tags: number[]
  from: string
  to: string
  /** Gaps nearer to each other are told as one. */
  joinUs: number
}

/** In the order of `tags`. Throws DomainError 'tag-unknown' and 'range-empty'. */
export async function gapsOf(app: App, request: GapsRequest): Promise<z.infer<typeof tagGapsSchema>[]> {
  const range = rangeOf(request.from, request.to)
  const refs = await tagsOf(app, request.tags)
  // No answer is larger than a picture needs it.
  const joinUs = Math.max(request.joinUs, (range.toUs - range.fromUs) / 4_000)
  return inTransaction(app.pool, 'begin isolation level repeatable read read only', async (client) => {
    const found: z.infer<typeof tagGapsSchema>[] = []
    for (const tag of refs) found.push({ tag, gaps: joinGaps(await readGaps(client, tag.id, range), joinUs) })
    return found
  })
}
