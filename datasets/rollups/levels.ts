/** The three widths of roll-ups; each is made from the one before, the first from samples. Buckets are in UTC. */
export const levels = [
  { name: 'minute', table: 'rollup_minute', widthUs: 60e6 },
  { name: 'hour', table: 'rollup_hour', widthUs: 3_600e6 },
  { name: 'day', table: 'rollup_day', widthUs: 86_400e6 },
] as const
export type Level = (typeof levels)[number]

/** [fromUs, toUs) of a tag. */
export interface TagSpan {
  tagId: number
  fromUs: number
  toUs: number
}

/** Spans widened to whole buckets, each bucket of a tag in one of them, by tag and time. */
export function wholeBuckets(spans: TagSpan[], widthUs: number): TagSpan[] {
  const wide = spans.map(({ tagId, fromUs, toUs }) => ({
    tagId,
    fromUs: Math.floor(fromUs / widthUs) * widthUs,
    toUs: Math.ceil(toUs / widthUs) * widthUs,
  }))
  return mergeSpans(wide)
}

/** The same times in as few spans as can be, by tag and time. */
export function mergeSpans(spans: TagSpan[]): TagSpan[] {
  const sorted = spans.toSorted((a, b) => a.tagId - b.tagId || a.fromUs - b.fromUs)
  const merged: TagSpan[] = []
  for (const span of sorted) {
    const last = merged.at(-1)
    if (last && last.tagId === span.tagId && span.fromUs <= last.toUs)
      last.toUs = Math.max(last.toUs, span.toUs)
    else merged.push({ ...span })
  }
  return merged
}

/** Spans as three parallel parameters of a statement, and the range that all of them are in. */
export function spanParameters(spans: TagSpan[]): [number[], number[], number[], number, number] {
  const [from, to] = [spans.map((span) => span.fromUs), spans.map((span) => span.toUs)]
  return [
    spans.map((span) => span.tagId),
    from,
    to,
    from.reduce((a, b) => Math.min(a, b)),
    to.reduce((a, b) => Math.max(a, b)),
  ]
}
