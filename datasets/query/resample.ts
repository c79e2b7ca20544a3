/** Values on a grid of times: what held, how long, and between which limits, of each step. */
import { findTags } from '../historian-tags.ts'
import type { Tag } from '../historian-tags.ts'
import { levels } from '../rollups/levels.ts'
import { pendingSpans } from '../rollups/work.ts'
import { readGaps } from './gaps.ts'
import { atOneMoment } from './historian-source.ts'
import type { HistorianMoment, HistorianSource } from './historian-source.ts'
import { lastKnown } from './last-known.ts'
import { readSegments } from './segments.ts'
import { foldSteps } from './steps.ts'
import type { Steps } from './steps.ts'

/** Which samples count: 'good' only, or 'usable': good and uncertain. */
export type QualityRule = 'good' | 'usable'

export interface ResampleQuery {
  tags: string[]
  /** Ascending epoch µs: n + 1 limits make n steps [limit, next limit). See `stepLimits`. */
  limitsUs: Float64Array
  quality: QualityRule
  /** Until when the newest sample holds: now. */
  nowUs: number
}

export interface Resampled extends Steps {
  tag: Tag
}

/** The steps of tags, in the order of `tags`, all of one moment; unknown tags are left out. */
export async function resample(
  source: HistorianSource,
  projectId: string,
  query: ResampleQuery,
): Promise<Resampled[]> {
  const range = { fromUs: query.limitsUs[0], toUs: query.limitsUs[query.limitsUs.length - 1] }
  return atOneMoment(source, async (moment) => {
    const { client } = moment
    const tags = await findTags(client, projectId, query.tags)
    const found = query.tags.flatMap((name) => tags.get(name) ?? [])
    const ids = found.map((tag) => tag.id)
    const pending = Map.groupBy(await pendingSpans(client, ids, range), (span) => span.tagId)
    const all: Resampled[] = []
    for (const tag of found)
      all.push({ tag, ...(await resampleTag(moment, tag, query, pending.get(tag.id) ?? [])) })
    return all
  })
}

async function resampleTag(
  moment: HistorianMoment,
  tag: Tag,
  { limitsUs, quality, nowUs }: ResampleQuery,
  pending: Parameters<typeof readSegments>[2]['pending'],
): Promise<Steps> {
  const range = { fromUs: limitsUs[0], toUs: limitsUs[limitsUs.length - 1] }
  const before = await lastKnown(moment, tag.id, range.fromUs)
  const gapRange = { fromUs: Math.min(before?.timeUs ?? range.fromUs, range.fromUs), toUs: range.toUs }
  const gaps = await readGaps(moment.client, tag.id, gapRange)
  const segments = await readSegments(moment, tag, { range, maxWidthUs: widthFor(limitsUs), pending })
  return foldSteps({ segments, gaps, before, limitsUs, untilUs: Math.min(nowUs, range.toUs), quality })
}

/** The widest roll-up of which no bucket lies across a limit. */
function widthFor(limitsUs: Float64Array): number {
  return levels.findLast(({ widthUs }) => limitsUs.every((limit) => limit % widthUs === 0))?.widthUs ?? 0
}
