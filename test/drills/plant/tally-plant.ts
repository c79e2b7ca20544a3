/** What became of all that a simulated plant sent: one SQL statement over its ledger and the historian. */
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { ledgerColumns } from '#plant/ledger/ledger-format.ts'
import { ledgerLines } from '#plant/ledger/read-ledger.ts'

/** Samples, except `silentGaps`: stretches of one tag that are neither stored nor explained by a gap row. */
export interface PlantTally {
  /** Rows of the ledger that went out within the window, each (tag, time, value) once. */
  sent: number
  /** Those of them that no gap row gives up. */
  accepted: number
  stored: number
  /** Accepted and not stored. */
  lost: number
  /** Stored beyond what was sent: more revisions of a time than values, and times that were never sent. */
  dup: number
  /** Stored times with none of the values that were sent. */
  wrong: number
  silentGaps: number
}

/** A tag of the plant on one way, and the historian's tag that it fills. */
export interface TagPair {
  channel: string
  /** Id in the ledger. */
  tag: number
  historianTag: number
  connectionId: string
  /** What the historian's value is of the ledger's. Default: 1. */
  scale?: number
}

export interface TallyWindow {
  /** Folder of the plant. */
  plantFolder: string
  pairs: TagPair[]
  /** Source times, [fromUs, toUs]. */
  fromUs: number
  toUs: number
  /**
   * Ways whose samples carry the receiver's time, as Modbus: a stored sample belongs to the answer before it, at most so
   * many µs ago. Default: 1 s.
   */
  polledWithinUs?: number
}

/** Compares ledger and historian. Call it when what was accepted has had time to arrive. */
export async function tallyPlant(pool: Pool, window: TallyWindow): Promise<PlantTally> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await loadLedger(client, window)
    const { rows } = await client.query<PlantTally>(tallySql, [
      window.fromUs,
      window.toUs,
      window.polledWithinUs ?? 1_000_000,
    ])
    return rows[0]
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function loadLedger(client: PoolClient, window: TallyWindow): Promise<void> {
  const { plantFolder, pairs } = window
  await client.query(`
    create temp table plant_pair (channel text, tag int, tag_id int, connection_id uuid, scale float8) on commit drop;
    create temp table plant_ledger (seq bigint, outcome text, channel text, tag int, time_us bigint, type text,
      value text, quality smallint, cause text) on commit drop`)
  await client.query(
    `insert into plant_pair
     select pair->>'channel', (pair->>'tag')::int, (pair->>'historianTag')::int, (pair->>'connectionId')::uuid,
       coalesce((pair->>'scale')::float8, 1)
     from jsonb_array_elements($1::jsonb) pair`,
    [JSON.stringify(pairs)],
  )
  const lines = Readable.from(withEnds(`${plantFolder}/ledger`, window))
  await pipeline(lines, client.query(copyFrom(`copy plant_ledger (${ledgerColumns.join(', ')}) from stdin`)))
  await client.query('analyze plant_ledger; analyze plant_pair')
}

/** Only rows of the window: a plant that speaks for long has written many others. */
async function* withEnds(folder: string, { fromUs, toUs }: TallyWindow): AsyncGenerator<string> {
  for await (const line of ledgerLines(folder)) {
    const timeUs = Number(line.split('\t', 5)[4])
    if (timeUs >= fromUs && timeUs <= toUs) yield `${line}\n`
  }
}

/**
 * $1 and $2: the window; $3: how late a polled sample may be stamped. `sent_row` numbers the answers of polled ways, so
 * that each has a span up to the next one; rows that carry their own time have a span of one instant.
 */
const tallySql = `
with sent_row as (
  select distinct on (p.tag_id, l.time_us, l.type, l.value)
    p.tag_id, p.connection_id, l.time_us, l.type, l.value, l.quality,
    p.scale, l.channel = 'modbus' as polled
  from plant_ledger l join plant_pair p using (channel, tag)
  where l.outcome = 'sent' and l.time_us between $1 and $2
), span as (
  select *, case when polled then least(time_us + $3,
      coalesce(lead(time_us) over (partition by tag_id order by time_us), 9e18::bigint) - 1) else time_us end as until_us
  from sent_row
), found as (
  select s.*, exists (
      select from sample h where h.tag_id = s.tag_id and h.time_us between s.time_us and s.until_us) as has_time,
    exists (
      select from sample h where h.tag_id = s.tag_id and h.time_us between s.time_us and s.until_us and case s.type
        when 'boolean' then h.boolean = s.value::boolean
        when 'text' then h.text = s.value
        else coalesce(h.number, h.integer::float8) = s.value::float8
          or abs(coalesce(h.number, h.integer::float8) - s.value::float8 * s.scale) <= 1e-9 * abs(s.value::float8 * s.scale) end
    ) as has_value,
    exists (
      select from gap g where s.time_us between g.from_us and g.to_us
        and (g.tag_id = s.tag_id or (g.tag_id is null and g.connection_id = s.connection_id))) as explained
  from span s
), missing as (
  select tag_id, not has_time and not explained as silent,
    lag(not has_time and not explained) over (partition by tag_id order by time_us) as silent_before
  from found
), held as (
  select h.tag_id, h.time_us, count(*) as revisions from sample h
  where h.tag_id in (select tag_id from plant_pair) and h.time_us between $1 and $2 group by 1, 2
), surplus as (
  select greatest(0, held.revisions - greatest(0, (
    select count(*) from span s where s.tag_id = held.tag_id and held.time_us between s.time_us and s.until_us))) as rows
  from held
)
select count(*)::int as sent,
  count(*) filter (where has_time or not explained)::int as accepted,
  count(*) filter (where has_time)::int as stored,
  count(*) filter (where not has_time and not explained)::int as lost,
  (select coalesce(sum(rows), 0)::int from surplus) as dup,
  count(*) filter (where has_time and not has_value)::int as wrong,
  (select count(*)::int from missing where silent and silent_before is not true) as "silentGaps"
from found`
