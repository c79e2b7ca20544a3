import type pg from 'pg'
import { arrayBytes } from './array-bytes.ts'
import type { Stored } from './decide-revisions.ts'
import type { Place } from './sample-order.ts'

/** All that the historian holds of one tag and time. */
export interface StoredMoment {
  kind: 'state' | 'event'
  revisions: Stored[]
}

interface StoredRow {
  tag_id: number
  time_us: string
  kind: 'state' | 'event'
  revision: number
  number: number | null
  integer: string | null
  boolean: boolean | null
  text: string | null
  quality: number
  sequence: string | null
  received_us: string | null
}

/** Names a tag and time in one text. */
export function tagAndTime({ batch, row }: Place): string {
  return `${batch.keys[row]} ${batch.timesUs[row]}`
}

/** What is there of the tags and times of the places, by `tagAndTime`; nothing where nothing is. */
export async function readStored(client: pg.ClientBase, places: Place[]): Promise<Map<string, StoredMoment>> {
  const times = places.map(({ batch, row }) => batch.timesUs[row])
  const { rows } = await client.query<StoredRow>(storedSql, [
    arrayBytes('integer', places.length, (index) => places[index].batch.keys[places[index].row]),
    arrayBytes('bigint', places.length, (index) => times[index]),
    times.reduce((a, b) => Math.min(a, b)),
    times.reduce((a, b) => Math.max(a, b)),
  ])
  const found = new Map<string, StoredMoment>()
  for (const row of rows) {
    const name = `${row.tag_id} ${Number(row.time_us)}`
    const moment = found.get(name) ?? { kind: row.kind, revisions: [] }
    moment.revisions.push(storedOf(row))
    found.set(name, moment)
  }
  return found
}

const storedSql = `select given.tag_id, given.time_us, tag.class as kind, found.*
  from unnest($1::integer[], $2::bigint[]) as given(tag_id, time_us)
  join tag on tag.id = given.tag_id
  cross join lateral (
    select revision, number, integer, boolean, text, quality, sequence, received_us from sample
    where tag_id = given.tag_id and time_us = given.time_us and time_us between $3::bigint and $4::bigint
  ) found`

function storedOf(row: StoredRow): Stored {
  return {
    revision: row.revision,
    identity: `${identityOf(row).join(` ${row.quality} `)}`,
    sequence: row.sequence === null ? undefined : BigInt(row.sequence),
    receivedUs: row.received_us === null ? undefined : Number(row.received_us),
  }
}

/** As of a given sample: type and exact value. */
function identityOf({ number, integer, boolean, text }: StoredRow): [string, string] {
  if (number !== null) return ['number', Object.is(number, -0) ? '-0' : String(number)]
  if (integer !== null) return ['integer', integer]
  if (boolean !== null) return ['boolean', String(boolean)]
  return text === null ? ['none', 'null'] : ['text', text]
}
