/** The sample that was valid last at a time. */
import type pg from 'pg'
import { validSamplesSql } from '../rollups/roll-up-sql.ts'

export interface KnownSample {
  timeUs: number
  /** NaN: no finite number. */
  value: number
  class: number
}

/** The newest sample of a tag at or before a time; undefined: there is none. */
export async function lastKnown(
  client: pg.ClientBase,
  tagId: number,
  atUs: number,
): Promise<KnownSample | undefined> {
  const { rows } = await client.query<{ at: string | null }>(
    'select max(time_us)::text as at from sample where tag_id = $1 and time_us <= $2',
    [tagId, Math.floor(atUs)],
  )
  const at = rows[0].at
  if (at === null) return undefined
  const found = await client.query<KnownSample>(
    `with span as (select $1::integer as tag_id, $2::bigint as from_us, $3::bigint as to_us)
     select time_us::double precision as "timeUs", coalesce(value, 'NaN') as value, class
     from (${validSamplesSql.replaceAll('$4', '$2').replaceAll('$5', '$3')}) sample order by revision desc limit 1`,
    [tagId, at, String(BigInt(at) + 1n)],
  )
  return found.rows[0]
}
