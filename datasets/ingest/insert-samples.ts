/** Inserts samples beside what is there already: duplicates are passed over, other values become revisions. */
import type pg from 'pg'
import { decideRevisions } from './decide-revisions.ts'
import type { Version } from './decide-revisions.ts'
import { sequenceOf, valueText } from './deliveries.ts'
import type { Delivery } from './deliveries.ts'
import { givenSql, insertedColumns, parametersOf } from './given-rows.ts'
import type { GivenRow } from './given-rows.ts'
import { momentsOf } from './sample-order.ts'
import type { Moment, Place } from './sample-order.ts'
import { valueTypes } from './sample-batch.ts'
import { readStored, tagAndTime } from './stored-revisions.ts'
import type { KnownTag } from './tag-directory.ts'

export interface Inserted {
  written: number
  revisions: number
}

type Tags = Map<number, KnownTag>

/** In the caller's transaction (read committed). */
export async function insertSamples(
  client: pg.ClientBase,
  deliveries: Delivery[],
  tags: Tags,
): Promise<Inserted> {
  const moments = momentsOf(deliveries)
  const firsts = moments.map(([place]): GivenRow => ({ ...place, revision: 1 }))
  const taken = await insertRows(client, firsts, tags)
  const conflicting = taken.map((index) => firsts[index])
  const others = await findOthers(client, conflicting, tags)
  const open = new Set(others.map((index) => taken[index]))
  for (const [index, moment] of moments.entries()) if (moment.length > 1) open.add(index)
  const undecided = [...open].sort((a, b) => a - b).map((index) => moments[index])
  return { written: firsts.length - taken.length, revisions: await revise(client, undecided, tags) }
}

/** Sorted rows. Returns which were not inserted because their revision was there. */
async function insertRows(client: pg.ClientBase, rows: GivenRow[], tags: Tags): Promise<number[]> {
  if (rows.length === 0) return []
  const answer = await client.query<{ taken: Buffer | null }>(insertSql, parametersOf(rows, tags))
  return intsOf(answer.rows[0].taken)
}

const insertSql = `with given as materialized (${givenSql}), inserted as (
    insert into sample (${insertedColumns}) select ${insertedColumns} from given order by ordinal
    on conflict (tag_id, time_us, revision) do nothing returning tag_id, time_us, revision
  )
  select string_agg(int4send(ordinal - 1), ''::bytea) as taken from given
  where (select count(*) from inserted) < (select count(*) from given)
    and not exists (
      select from inserted i
      where i.tag_id = given.tag_id and i.time_us = given.time_us and i.revision = given.revision
    )`

/** Which of the rows are another sample than the newest that is there. */
async function findOthers(client: pg.ClientBase, rows: GivenRow[], tags: Tags): Promise<number[]> {
  if (rows.length === 0) return []
  const times = rows.map(({ batch, row }) => batch.timesUs[row])
  const range = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
  const parameters = [...parametersOf(rows, tags), ...range]
  const answer = await client.query<{ others: Buffer | null }>(othersSql, parameters)
  return intsOf(answer.rows[0].others)
}

/** The range of times lets the planner leave out all other chunks. */
const othersSql = `with given as materialized (${givenSql})
  select string_agg(int4send(ordinal - 1), ''::bytea order by ordinal) as others
  from given left join lateral (
    select true as "isThere", number, integer, boolean, text, quality, sequence from sample
    where tag_id = given.tag_id and time_us = given.time_us and time_us between $13::bigint and $14::bigint
    order by revision desc limit 1
  ) newest on true
  where "isThere" is null or newest.quality <> given.quality
    or (float8send(newest.number) is distinct from float8send(given.number)
      and not coalesce(newest.number = 'NaN' and given.number = 'NaN', false))
    or newest.integer is distinct from given.integer or newest.boolean is distinct from given.boolean
    or newest.text is distinct from given.text or newest.sequence is distinct from given.sequence`

/** Again until none is left: another writer may have been first with the same revision. */
async function revise(client: pg.ClientBase, moments: Moment[], tags: Tags): Promise<number> {
  let revisions = 0
  for (let round = 0; round < 1_000; round++) {
    const rows = await decide(client, moments)
    if (rows.length === 0) return revisions
    const taken = await insertRows(client, rows, tags)
    revisions += rows.length - taken.length
    if (taken.length === 0) return revisions
  }
  throw new Error('revisions do not settle: is the transaction read committed?')
}

async function decide(client: pg.ClientBase, moments: Moment[]): Promise<GivenRow[]> {
  if (moments.length === 0) return []
  const places = moments.map(([place]) => place)
  const stored = await readStored(client, places)
  return moments.flatMap((moment) => {
    const found = stored.get(tagAndTime(moment[0]))
    const chosen = decideRevisions(found?.kind ?? 'state', found?.revisions ?? [], moment.map(versionOf))
    return chosen.map(({ sample, revision }) => ({ ...sample.place, revision }))
  })
}

function versionOf(place: Place): Version & { place: Place } {
  const { batch, row } = place
  const identity = `${valueTypes[batch.types[row]]} ${batch.qualities[row]} ${valueText(batch, row)}`
  return { identity, sequence: sequenceOf(batch, row), receivedUs: batch.receivedUs, place }
}

function intsOf(bytes: Buffer | null): number[] {
  if (!bytes) return []
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32BE(index * 4))
}
