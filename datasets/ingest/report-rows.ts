/** Rows of `gap` and `quarantine`. Writing them twice changes nothing. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { noteGaps } from '../rollups/work.ts'
import { sequenceOf, valueText } from './deliveries.ts'
import type { GapRow, Refused } from './deliveries.ts'
import { valueTypes } from './sample-batch.ts'
import type { KnownTag } from './tag-directory.ts'

/** The project is that of the tag; without one it is told by the connection. */
export async function insertGaps(client: pg.ClientBase, gaps: GapRow[]): Promise<void> {
  if (gaps.length === 0) return
  await client.query(
    `insert into gap (id, project_id, tag_id, connection_id, from_us, to_us, cause, count)
     select given.id, tag.project_id, given."tagId", given."connectionId", least(given."fromUs", given."toUs"),
       greatest(given."fromUs", given."toUs"), given.cause, given.count
     from jsonb_to_recordset($1) as given (id uuid, "tagId" integer, "connectionId" uuid, "fromUs" bigint,
       "toUs" bigint, cause text, count bigint)
     left join tag on tag.id = given."tagId" order by given.id on conflict (id) do nothing`,
    [JSON.stringify(gaps)],
  )
  await noteGaps(client, gaps)
}

export async function insertRefused(
  client: pg.ClientBase,
  refused: Refused[],
  tags: Map<number, KnownTag>,
): Promise<void> {
  const rows = refused.flatMap((one) =>
    Array.from({ length: one.batch.length }, (_, row) => refusedRow(one, row, tags)),
  )
  if (rows.length === 0) return
  await client.query(
    `insert into quarantine (${quarantineColumns.join(', ')}) select ${quarantineColumns.join(', ')}
     from jsonb_to_recordset($1) as given (id uuid, project_id uuid, tag_id integer, connection_id uuid, time_us bigint,
       received_us bigint, value_type text, value text, quality smallint, raw_status text, sequence bigint, cause text)
     order by id on conflict (id) do nothing`,
    [JSON.stringify(rows)],
  )
}

const quarantineColumns = [
  ...[
    'id',
    'project_id',
    'tag_id',
    'connection_id',
    'time_us',
    'received_us',
    'value_type',
    'value',
    'quality',
  ],
  ...['raw_status', 'sequence', 'cause'],
]

function refusedRow({ connectionId, batch, cause }: Refused, row: number, tags: Map<number, KnownTag>) {
  const key = batch.keys[row]
  const type = valueTypes[batch.types[row]]
  const text = valueText(batch, row)
  const timeUs = batch.timesUs[row]
  const sample = {
    tag_id: key,
    connection_id: connectionId,
    time_us: Number.isSafeInteger(timeUs) ? timeUs : null,
    value_type: type,
    // A text may hold what PostgreSQL cannot.
    value: type === 'text' ? JSON.stringify(text) : text,
    quality: batch.qualities[row],
    raw_status: batch.statuses?.[row].replaceAll('\0', '\ufffd') || null,
    sequence: sequenceOf(batch, row)?.toString() ?? null,
    cause,
  }
  return {
    ...sample,
    id: uuidOf(JSON.stringify(sample)),
    project_id: tags.get(key)?.projectId ?? null,
    received_us: batch.receivedUs,
  }
}

/** Of what is said: the same sample has the same id. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
