/** What has to be written when a part of the historian's table goes to the archive. */
import type pg from 'pg'
import type { Chunk } from './cold-chunks.ts'
import type { RowsTag } from './table-rows.ts'

export interface SourceTag extends RowsTag {
  name: string
  /** How many samples there are at most, in the part and the files, and between which times. */
  samples: number
  firstUs: number
  lastUs: number
  /** Files that hold samples of it already, by time. */
  files: { name: string; hash: string }[]
}

export interface ChunkSources {
  chunk: Chunk
  /** How many samples the part holds. */
  samples: number
  /** By type of value, so that files have one. */
  tags: SourceTag[]
  /** Files that are replaced: samples of their tags came late. */
  files: string[]
  /** The range of the part and of these files. */
  fromUs: number
  toUs: number
}

/** Roll-ups read the table; what they still have to read stays there. */
export async function isRollUpPending(client: pg.ClientBase, { fromUs, toUs }: Chunk): Promise<boolean> {
  const { rows } = await client.query<{ pending: boolean }>(
    `select exists (
       select from rollup_work cross join lateral unnest(from_us, to_us) as span (begin_us, end_us)
       where end_us > $1 and begin_us < $2
     ) as pending`,
    [fromUs, toUs],
  )
  return rows[0].pending
}

interface Held extends RowsTag {
  name: string
  samples: number
  firstUs: number
  lastUs: number
  file: string | null
  hash: string | null
}

/** Throws where the part holds what no file can tell. */
export async function findSources(client: pg.ClientBase, chunk: Chunk): Promise<ChunkSources> {
  await refuseStrange(client, chunk)
  const inTable = await heldInTable(client, chunk)
  const archived = await heldInFiles(client, chunk, inTable)
  const files = new Set(archived.map((held) => held.file!))
  const tags = Map.groupBy([...inTable, ...archived], (held) => held.id)
  const range = await rangeOf(client, chunk, [...files])
  return {
    ...{ chunk, ...range },
    samples: inTable.reduce((sum, held) => sum + held.samples, 0),
    tags: [...tags.values()]
      .map(together)
      .sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : a.id - b.id)),
    files: [...files],
  }
}

function together(held: Held[]): SourceTag {
  const [{ id, type, name, class: kind }] = held
  return {
    ...{ id, type, name, class: kind },
    samples: held.reduce((sum, one) => sum + one.samples, 0),
    firstUs: Math.min(...held.map((one) => one.firstUs)),
    lastUs: Math.max(...held.map((one) => one.lastUs)),
    files: held
      .filter((one) => one.file !== null)
      .sort((a, b) => a.firstUs - b.firstUs)
      .map((one) => ({ name: one.file!, hash: one.hash! })),
  }
}

const tagColumns = 'tag.id, tag.value_type as type, tag.class, tag.name'

async function heldInTable(client: pg.ClientBase, { table }: Chunk): Promise<Held[]> {
  const { rows } = await client.query<Held>(
    `select ${tagColumns}, held.samples, held.first as "firstUs", held.last as "lastUs", null as file, null as hash
     from (select tag_id, count(*)::double precision as samples, min(time_us)::double precision as first,
       max(time_us)::double precision as last from ${table} group by tag_id) held join tag on tag.id = held.tag_id`,
  )
  return rows
}

/** All that is in the files that samples of the part have to go into. */
async function heldInFiles(client: pg.ClientBase, chunk: Chunk, inTable: Held[]): Promise<Held[]> {
  const { rows } = await client.query<Held>(
    `select ${tagColumns}, a.samples::double precision as samples, a.first_us::double precision as "firstUs",
       a.last_us::double precision as "lastUs", a.file, file.hash
     from archive_tag a join archive_file file on file.name = a.file join tag on tag.id = a.tag_id where a.file in (
       select touched.file from archive_tag touched join archive_file f on f.name = touched.file
       where touched.tag_id = any($1) and f.to_us > $2 and f.from_us < $3
     )`,
    [inTable.map((held) => held.id), chunk.fromUs, chunk.toUs],
  )
  return rows
}

async function rangeOf(
  client: pg.ClientBase,
  { fromUs, toUs }: Chunk,
  files: string[],
): Promise<{ fromUs: number; toUs: number }> {
  const { rows } = await client.query<{ fromUs: number; toUs: number }>(
    `select least($2::bigint, min(from_us))::double precision as "fromUs",
       greatest($3::bigint, max(to_us))::double precision as "toUs" from archive_file where name = any($1)`,
    [files, fromUs, toUs],
  )
  return rows[0]
}

async function refuseStrange(client: pg.ClientBase, { table }: Chunk): Promise<void> {
  const { rows } = await client.query<{ strange: number }>(
    `select count(*)::integer as strange from ${table} s join tag on tag.id = s.tag_id
     where abs(time_us) > ${Number.MAX_SAFE_INTEGER} or case tag.value_type
       when 'number' then num_nonnulls(integer, text, boolean) when 'integer' then num_nonnulls(number, text, boolean)
       when 'text' then num_nonnulls(number, integer, boolean) else num_nonnulls(number, integer, text) end > 0`,
  )
  if (rows[0].strange > 0)
    throw new Error(`${table} holds ${rows[0].strange} samples of another type than their tag`)
}
