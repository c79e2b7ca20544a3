/** What is missing since the session before: brought by the machine's own history, or written down as a gap. */
import type { GapCause, Session, TagRequest } from '#adapters/adapter.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'

export interface Missing {
  fromUs: number
  cause: GapCause
}

export interface OutageTools {
  session: Session
  tags: TagRequest[]
  signal: AbortSignal
  accept(batch: SampleBatch): Promise<void>
  reportGap(keys: number[], range: { fromUs: number; toUs: number }): Promise<void>
}

const atOnce = 4

/** Asks for [fromUs, toUs] tag by tag; for tags whose history cannot be had the gap is written. */
export async function settleOutage(
  tools: OutageTools,
  range: { fromUs: number; toUs: number },
): Promise<void> {
  const { session, tags } = tools
  if (!session.readHistory || tags.length === 0) return tools.reportGap([], range)
  const waiting = [...tags]
  const failed: number[] = []
  const work = async () => {
    for (let tag = waiting.pop(); tag; tag = waiting.pop())
      if (!(await fill(tools, tag, range))) failed.push(tag.key)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  if (failed.length > 0) await tools.reportGap(failed.length === tags.length ? [] : failed, range)
}

/** Whether all of it could be read. */
async function fill(
  { session, signal, accept }: OutageTools,
  tag: TagRequest,
  range: { fromUs: number; toUs: number },
): Promise<boolean> {
  try {
    let isAny = false
    for await (const batch of session.readHistory!(
      tag,
      { fromUs: range.fromUs, toUs: range.toUs + 1 },
      signal,
    )) {
      isAny ||= batch.length > 0
      await accept(batch)
    }
    // A machine that keeps nothing of a tag answers with nothing, as one does to which nothing happened.
    return isAny
  } catch {
    return false // becomes a gap, which says it
  }
}
