/** What the roll-ups do not tell of yet. */
import type pg from 'pg'
import { mergeSpans, spanParameters, wholeBuckets } from './levels.ts'
import type { TagSpan } from './levels.ts'

const noteWidthUs = 60e6

/**
 * Notes that samples or gaps of these times came, in the transaction that writes them. `times` are the times of one
 * tag each; a row's two arrays are parallel.
 */
export async function noteTimes(
  client: pg.ClientBase,
  tagIds: ArrayLike<number>,
  timesUs: ArrayLike<number>,
): Promise<void> {
  await noteSpans(client, spansOfTimes(tagIds, timesUs))
}

/** Notes spans as they are. */
export async function noteSpans(client: pg.ClientBase, spans: TagSpan[]): Promise<void> {
  if (spans.length === 0) return
  const [tagIds, from, to] = spanParameters(spans)
  await client.query('insert into rollup_work (tag_ids, from_us, to_us) values ($1, $2, $3)', [
    tagIds,
    from,
    to,
  ])
}

/** The minutes in which the samples are: neighbours of one tag come one after the other most of the time. */
export function spansOfTimes(tagIds: ArrayLike<number>, timesUs: ArrayLike<number>): TagSpan[] {
  const open = new Map<number, TagSpan>()
  const spans: TagSpan[] = []
  for (let row = 0; row < tagIds.length; row++) {
    const [tagId, timeUs] = [tagIds[row], timesUs[row]]
    const span = open.get(tagId)
    if (span && timeUs >= span.fromUs - noteWidthUs && timeUs < span.toUs + noteWidthUs) {
      if (timeUs < span.fromUs) span.fromUs = timeUs
      if (timeUs >= span.toUs) span.toUs = timeUs + 1
      continue
    }
    const begun = { tagId, fromUs: timeUs, toUs: timeUs + 1 }
    open.set(tagId, begun)
    spans.push(begun)
  }
  return mergeSpans(spans)
}

/** A gap to be noted; without a tag it is one of all tags of its connection. */
export interface NotedGap {
  tagId: number | null
  connectionId: string | null
  fromUs: number
  toUs: number
}

/** Notes gaps, in the transaction that writes them. */
export async function noteGaps(client: pg.ClientBase, gaps: NotedGap[]): Promise<void> {
  await client.query(
    `insert into rollup_work (tag_ids, from_us, to_us)
     select array_agg(tag_id), array_agg(from_us), array_agg(to_us) from (
       select coalesce(given."tagId", connection_tag.tag_id) as tag_id, least("fromUs", "toUs") as from_us,
         greatest("fromUs", "toUs") + 1 as to_us
       from jsonb_to_recordset($1) as given ("tagId" integer, "connectionId" uuid, "fromUs" bigint, "toUs" bigint)
       left join connection_tag on given."tagId" is null and connection_tag.connection_id = given."connectionId"
     ) noted where tag_id is not null having count(*) > 0`,
    [JSON.stringify(gaps)],
  )
}

/** Everything noted for some tags that overlaps [fromUs, toUs), in whole minutes. */
export async function pendingSpans(
  client: pg.ClientBase,
  tagIds: number[],
  range: { fromUs: number; toUs: number },
): Promise<TagSpan[]> {
  const { rows } = await client.query<TagSpan>(
    `select span.tag as "tagId", span.begin::double precision as "fromUs", span.end::double precision as "toUs"
     from rollup_work cross join lateral unnest(tag_ids, from_us, to_us) as span (tag, "begin", "end")
     where span.tag = any($1) and span.end > $2 and span.begin < $3`,
    [tagIds, Math.floor(range.fromUs - noteWidthUs), Math.ceil(range.toUs + noteWidthUs)],
  )
  return wholeBuckets(rows, noteWidthUs)
}

/** Takes all that is noted, in the transaction that does the work: others' notes that come meanwhile stay. */
export async function takeWork(client: pg.ClientBase): Promise<TagSpan[]> {
  const { rows } = await client.query<TagSpan>(
    `with taken as (delete from rollup_work returning tag_ids, from_us, to_us)
     select span.tag as "tagId", span.begin::double precision as "fromUs", span.end::double precision as "toUs"
     from taken cross join lateral unnest(tag_ids, from_us, to_us) as span (tag, "begin", "end")`,
  )
  return wholeBuckets(rows, noteWidthUs)
}
