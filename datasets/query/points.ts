/** What a chart draws: of each pixel the lowest and the highest value, so that no peak is lost however wide the range. */
import type pg from 'pg'
import { findTags } from '../historian-tags.ts'
import type { Tag } from '../historian-tags.ts'
import { levels } from '../rollups/levels.ts'
import { pendingSpans } from '../rollups/work.ts'
import { readGaps } from './gaps.ts'
import type { GapSpan } from './gaps.ts'
import { atOneMoment } from './historian-source.ts'
import type { HistorianSource } from './historian-source.ts'
import { lastKnown } from './last-known.ts'
import type { KnownSample } from './last-known.ts'
import { readSegments } from './segments.ts'
import type { Segments, TimeRange } from './segments.ts'

export interface PointsQuery extends TimeRange {
  tags: string[]
  /** Width of the chart. */
  pixels: number
}

/** One entry for each pixel that has samples. */
export interface Points {
  tag: Tag
  /** Width of the roll-ups that were read; 0: samples. */
  widthUs: number
  firstUs: Float64Array
  lastUs: Float64Array
  /** Of good and uncertain samples; NaN: there are none in this pixel. */
  min: Float64Array
  max: Float64Array
  first: Float64Array
  last: Float64Array
  counts: Float64Array
  /** The worst in the pixel: 0 good, 1 uncertain, 2 bad, 3 no finite number. */
  worst: Float64Array
  gaps: GapSpan[]
  /** What was valid when the range began. */
  before?: KnownSample
}

const maxSamples = 200_000

/** The points of tags in [fromUs, toUs), in the order of `tags`, all of one moment; unknown tags are left out. */
export async function readPoints(
  source: HistorianSource,
  projectId: string,
  query: PointsQuery,
): Promise<Points[]> {
  return atOneMoment(source, async (moment) => {
    const { client } = moment
    const tags = await findTags(client, projectId, query.tags)
    const found = query.tags.flatMap((name) => tags.get(name) ?? [])
    const pending = await pendingSpans(
      client,
      found.map((tag) => tag.id),
      query,
    )
    const points: Points[] = []
    for (const tag of found) {
      const maxWidthUs = await widthFor(client, tag.id, query)
      const own = pending.filter((span) => span.tagId === tag.id)
      const segments = await readSegments(moment, tag, { range: query, maxWidthUs, pending: own })
      const gaps = await readGaps(client, tag.id, query)
      const before = await lastKnown(moment, tag.id, query.fromUs)
      points.push({ tag, widthUs: maxWidthUs, ...pointsOf(segments, query), gaps, before })
    }
    return points
  })
}

/** The widest roll-up that a pixel still holds; samples, unless they are too many. */
async function widthFor(
  client: pg.ClientBase,
  tagId: number,
  { fromUs, toUs, pixels }: PointsQuery,
): Promise<number> {
  const level = levels.findLast(({ widthUs }) => widthUs <= (toUs - fromUs) / pixels)
  if (level) return level.widthUs
  const { rows } = await client.query<{ samples: number }>(
    `select coalesce(sum("count"), 0)::double precision as samples from rollup_hour
     where tag_id = $1 and bucket_us >= $2 and bucket_us < $3`,
    [tagId, Math.floor(fromUs), Math.ceil(toUs)],
  )
  return rows[0].samples > maxSamples ? levels[0].widthUs : 0
}

type Drawn = Pick<Points, 'firstUs' | 'lastUs' | 'min' | 'max' | 'first' | 'last' | 'counts' | 'worst'>

/** Segments folded into pixels. A bucket belongs to the pixel in which it begins. */
export function pointsOf(segments: Segments, { fromUs, toUs, pixels }: Omit<PointsQuery, 'tags'>): Drawn {
  const fold = new PixelFold(Math.min(pixels, segments.length))
  let pixel = -1
  for (let i = 0; i < segments.length; i++) {
    const at = Math.floor(((segments.bucketUs[i] - fromUs) / (toUs - fromUs)) * pixels)
    if (at !== pixel) fold.begin()
    pixel = at
    fold.add(segments, i)
  }
  return fold.points()
}

class PixelFold {
  readonly #all: Drawn
  #length = 0

  constructor(capacity: number) {
    const column = () => new Float64Array(capacity)
    this.#all = {
      firstUs: column(),
      lastUs: column(),
      min: column(),
      max: column(),
      first: column(),
      last: column(),
      counts: column(),
      worst: column(),
    }
  }

  begin(): void {
    const i = this.#length++
    const { min, max, first, last, lastUs, firstUs } = this.#all
    min[i] = max[i] = first[i] = last[i] = NaN
    firstUs[i] = Infinity
    lastUs[i] = -Infinity
  }

  add(from: Segments, row: number): void {
    const { min, max, first, last, firstUs, lastUs, counts, worst } = this.#all
    const i = this.#length - 1
    counts[i] += from.counts[row]
    worst[i] = Math.max(worst[i], from.classes[row])
    if (from.classes[row] < 2) {
      if (!(from.min[row] >= min[i])) min[i] = from.min[row]
      if (!(from.max[row] <= max[i])) max[i] = from.max[row]
      if (Number.isNaN(first[i]) || from.firstUs[row] < firstUs[i]) first[i] = from.first[row]
      if (Number.isNaN(last[i]) || from.lastUs[row] >= lastUs[i]) last[i] = from.last[row]
    }
    firstUs[i] = Math.min(firstUs[i], from.firstUs[row])
    lastUs[i] = Math.max(lastUs[i], from.lastUs[row])
  }

  points(): Drawn {
    const entries = Object.entries(this.#all).map(([name, column]) => [
      name,
      column.subarray(0, this.#length),
    ])
    return Object.fromEntries(entries) as Drawn
  }
}
