/** Curves as wide as a picture: of each pixel the lowest and the highest value, with all that is missing. */
import { z } from 'zod'
import { readPoints } from '#datasets/query/points.ts'
import type { Points } from '#datasets/query/points.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { joinGaps, shownGapSchema } from './join-gaps.ts'
import { knownSchema, knownOf } from './known-sample.ts'
import { numbersOf, tagRefSchema, tagsOf, usOf } from './tag-ref.ts'
import type { TagRef } from './tag-ref.ts'

const numbers = z.array(z.number().nullable())

/** Columns of the pixels that have samples; times are epoch µs. */
export const pointsSchema = z.strictObject({
  tag: tagRefSchema,
  /** Width of the roll-ups that were read; 0: samples. */
  levelUs: z.number(),
  firstUs: z.array(z.number()),
  lastUs: z.array(z.number()),
  /** Of good and uncertain samples; null: there are none in this pixel. */
  min: numbers,
  max: numbers,
  first: numbers,
  last: numbers,
  counts: z.array(z.number()),
  /** The worst in the pixel: 0 good, 1 uncertain, 2 bad, 3 no finite number. */
  worst: z.array(z.int()),
  gaps: z.array(shownGapSchema),
  /** What was valid when the range began. */
  before: knownSchema.nullable(),
})
export type PointsView = z.infer<typeof pointsSchema>

export interface PointsRequest {
  tags: number[]
  from: string
  to: string
  pixels: number
}

const maxPoints = 40_000

/** In the order of `tags`. Throws DomainError 'tag-unknown', 'too-many-points' and 'range-empty'. */
export async function pointsOf(app: App, { tags, from, to, pixels }: PointsRequest): Promise<PointsView[]> {
  if (tags.length * pixels > maxPoints) throw new DomainError('too-many-points', { most: maxPoints })
  const range = rangeOf(from, to)
  const refs = await tagsOf(app, tags)
  const names = refs.map((tag) => tag.name)
  const found = await readPoints(app, app.projectId, { tags: names, ...range, pixels })
  const pixelUs = (range.toUs - range.fromUs) / pixels
  const byId = new Map(found.map((points) => [points.tag.id, points]))
  return refs.flatMap((ref) => {
    const points = byId.get(ref.id)
    return points ? [viewOf(ref, points, pixelUs)] : []
  })
}

/** Throws DomainError 'range-empty'. */
export function rangeOf(from: string, to: string): { fromUs: number; toUs: number } {
  const range = { fromUs: usOf(from), toUs: usOf(to) }
  if (range.fromUs >= range.toUs) throw new DomainError('range-empty', { from, to })
  return range
}

function viewOf(tag: TagRef, points: Points, pixelUs: number): PointsView {
  const { firstUs, lastUs, counts, worst, min, max, first, last, gaps, before, widthUs } = points
  return {
    ...{ tag, levelUs: widthUs },
    ...{ firstUs: [...firstUs], lastUs: [...lastUs], counts: [...counts], worst: [...worst] },
    ...{ min: numbersOf(min), max: numbersOf(max), first: numbersOf(first), last: numbersOf(last) },
    gaps: joinGaps(gaps, pixelUs),
    before: knownOf(before),
  }
}
