/** Minutes of which samples are in the archive: late ones among them change what a minute says. */
import type pg from 'pg'
import type { RowsTag } from '../archive/table-rows.ts'
import { joinRows } from '../archive/stored-rows.ts'
import type { StoredRows } from '../archive/stored-rows.ts'
import { arrayBytes } from '../ingest/array-bytes.ts'
import type { HistorianMoment } from '../query/historian-source.ts'
import { measure } from '../query/measured-rows.ts'
import { validRows } from '../query/valid-rows.ts'
import { spanParameters } from './levels.ts'
import type { TagSpan } from './levels.ts'
import { givenMinutesSql } from './roll-up-sql.ts'

const dayUs = 86_400e6

/** Which of the spans touch the archive. */
export async function apartArchived(
  client: pg.ClientBase,
  spans: TagSpan[],
): Promise<{ archived: TagSpan[]; others: TagSpan[] }> {
  const { rows } = await client.query<{ ordinal: number }>(
    `select ordinal::integer from unnest($1::integer[], $2::bigint[], $3::bigint[]) with ordinality
       as span (tag_id, from_us, to_us, ordinal)
     where exists (select from archive_tag a
       where a.tag_id = span.tag_id and a.last_us >= span.from_us and a.first_us < span.to_us)`,
    spanParameters(spans).slice(0, 3),
  )
  const touching = new Set(rows.map((row) => row.ordinal - 1))
  return {
    archived: spans.filter((_, index) => touching.has(index)),
    others: spans.filter((_, index) => !touching.has(index)),
  }
}

/** Computes the minutes of a span of whole minutes, a day at a time: no sample says anything of another minute. */
export async function rollUpArchived(moment: HistorianMoment, span: TagSpan): Promise<void> {
  const tag = await findTag(moment.client, span.tagId)
  if (!tag) return
  for (let fromUs = span.fromUs; fromUs < span.toUs; fromUs += dayUs) {
    const portions: StoredRows[] = []
    const range = { fromUs, toUs: Math.min(fromUs + dayUs, span.toUs) }
    for await (const rows of validRows(moment, tag, range)) portions.push(rows)
    if (portions.length > 0) await rollUpRows(moment.client, span.tagId, joinRows(portions))
  }
}

async function findTag(client: pg.ClientBase, id: number): Promise<RowsTag | undefined> {
  const { rows } = await client.query<RowsTag>(
    'select id, value_type as type, class from tag where id = $1',
    [id],
  )
  return rows[0]
}

async function rollUpRows(client: pg.ClientBase, tagId: number, rows: StoredRows): Promise<void> {
  const { classes, values } = measure(rows)
  await client.query(givenMinutesSql, [
    tagId,
    arrayBytes('bigint', rows.length, (i) => rows.timesUs[i]),
    arrayBytes('integer', rows.length, (i) => rows.revisions[i]),
    arrayBytes('double precision', rows.length, (i) => values[i]),
    arrayBytes('smallint', rows.length, (i) => classes[i]),
  ])
}
