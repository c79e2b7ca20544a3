/** Times for which it is known that samples are missing. */
import type pg from 'pg'
import type { TimeRange } from './segments.ts'

export interface GapSpan extends TimeRange {
  cause: string
  /** How many samples; null: nobody knows. */
  count: number | null
}

/** The gaps of a tag that overlap the range, by their beginning; also those of its whole connection. */
export async function readGaps(client: pg.ClientBase, tagId: number, range: TimeRange): Promise<GapSpan[]> {
  const { rows } = await client.query<GapSpan>(
    `select from_us::double precision as "fromUs", to_us::double precision as "toUs", cause,
       "count"::double precision as count
     from tag_gap where tag_id = $1 and from_us < $3 and to_us >= $2 order by from_us, to_us, cause`,
    [tagId, range.fromUs, range.toUs],
  )
  return rows
}
