/** Gaps as a picture can show them. */
import { z } from 'zod'
import type { GapSpan } from '#datasets/query/gaps.ts'

export const shownGapSchema = z.strictObject({
  /** Epoch µs. */
  fromUs: z.number(),
  toUs: z.number(),
  causes: z.array(z.string()),
  /** How many samples are missing; null: nobody knows. */
  count: z.number().nullable(),
})
export type ShownGap = z.infer<typeof shownGapSchema>

/** Gaps, sorted by their beginning, that lie nearer to each other than `nearUs` are told as one. */
export function joinGaps(gaps: GapSpan[], nearUs: number): ShownGap[] {
  const joined: ShownGap[] = []
  for (const { fromUs, toUs, cause, count } of gaps) {
    const last = joined.at(-1)
    if (!last || fromUs - last.toUs >= nearUs) {
      joined.push({ fromUs, toUs, causes: [cause], count })
      continue
    }
    last.toUs = Math.max(last.toUs, toUs)
    last.count = last.count === null || count === null ? null : last.count + count
    if (!last.causes.includes(cause)) last.causes.push(cause)
  }
  return joined
}
