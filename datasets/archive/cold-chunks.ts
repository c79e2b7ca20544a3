/** Which parts of the historian's table are to go to the archive. */
import type pg from 'pg'

/** A part of the table, by time. */
export interface Chunk {
  /** Its own table, as SQL. */
  table: string
  fromUs: number
  toUs: number
  bytes: number
}

/** How long samples stay in the table: so many days, or as long as they fit into so many bytes. */
export type HotRule = { days: number } | { bytes: number }

const dayUs = 86_400e6
/** Younger than this is never cold, however small the disk is: most late samples come within it. */
const leastHotUs = 14 * dayUs

/** All parts, the oldest first. */
export async function listChunks(client: pg.ClientBase | pg.Pool): Promise<Chunk[]> {
  const { rows } = await client.query<Chunk>(
    `select format('%I.%I', chunk_schema, chunk_name) as table,
       range_start_integer::double precision as "fromUs", range_end_integer::double precision as "toUs",
       pg_total_relation_size(format('%I.%I', chunk_schema, chunk_name)::regclass)::double precision as bytes
     from timescaledb_information.chunks where hypertable_name = 'sample' order by range_start_integer`,
  )
  return rows
}

/**
 * The parts that are cold, the oldest first. What is older than the newest part of the archive came late, and goes
 * there, too.
 */
export function coldChunks(
  chunks: Chunk[],
  { rule, nowUs, archivedUntilUs }: { rule: HotRule; nowUs: number; archivedUntilUs: number },
): Chunk[] {
  const hotFromUs = hotBorder(chunks, rule, nowUs)
  return chunks.filter(({ toUs }) => toUs <= Math.max(hotFromUs, archivedUntilUs))
}

/** From when on samples stay in the table. */
function hotBorder(chunks: Chunk[], rule: HotRule, nowUs: number): number {
  if ('days' in rule) return nowUs - rule.days * dayUs
  let bytes = 0
  for (const chunk of chunks.toReversed()) {
    bytes += chunk.bytes
    if (bytes > rule.bytes) return Math.min(chunk.toUs, nowUs - leastHotUs)
  }
  return -Infinity
}
