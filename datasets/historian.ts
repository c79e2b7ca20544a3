/** The historian: samples by project, tag, time and revision. The newest revision is the valid one. */
import type pg from 'pg'
import type { HistorianSamples, HistorianWritten } from '#blocks/block.ts'
import { ensureTags } from './historian-tags.ts'
import type { TagType } from './historian-tags.ts'
import { noteTimes } from './rollups/work.ts'
import { batchesOf } from './sample-rows.ts'
import type { SampleBatch } from './sample-rows.ts'
import { inTransaction } from './transaction.ts'
import type { Database } from './transaction.ts'

export { readHistorian } from './read-historian.ts'

/**
 * Writes samples, all or none. A sample that is there already with the same value (bit by bit; NaN equals NaN) and
 * quality is a duplicate and changes nothing; another value becomes the next revision. Of samples with the same tag
 * and time the last one given is the valid one afterwards. Safe with any number of writers of the same samples:
 * what two transactions write at one tag and time both stays, as revisions. Given a client instead of a pool, it
 * writes in the caller's transaction (read committed).
 * Throws 'tag-type', 'tag-unit', 'tag-quantity' and 'text-not-storable'; RangeError for missing values and times
 * that are not whole.
 */
export async function writeHistorian(
  database: Database,
  projectId: string,
  samples: HistorianSamples[],
): Promise<HistorianWritten> {
  if (samples.length === 0) return { written: 0, duplicates: 0, revisions: 0 }
  return inTransaction(database, 'begin isolation level read committed', async (client) => {
    const tags = await ensureTags(client, projectId, samples)
    const total: HistorianWritten = { written: 0, duplicates: 0, revisions: 0 }
    for (const batch of batchesOf(samples, tags)) {
      const { written, duplicates, revisions } = await writeBatch(client, projectId, batch)
      total.written += written
      total.duplicates += duplicates
      total.revisions += revisions
    }
    return total
  })
}

async function writeBatch(
  client: pg.ClientBase,
  projectId: string,
  batch: SampleBatch,
): Promise<HistorianWritten> {
  const parameters = parametersOf(projectId, batch)
  const inserted = await client.query(insertSql(batch.type), parameters)
  const written = inserted.rowCount ?? 0
  const count = batch.rows.length
  const revisions = written < count ? await revise(client, batch, parameters) : 0
  if (written + revisions > 0) await noteBatch(client, batch)
  return { written, revisions, duplicates: count - written - revisions }
}

async function noteBatch(client: pg.ClientBase, { rows }: SampleBatch): Promise<void> {
  const [tagIds, times] = [rows.map((row) => row.tagId), rows.map((row) => row.timeUs)]
  await noteTimes(client, tagIds, times)
}

/** Writes next revisions until none is left to write: another writer may have been first with the same number. */
async function revise(
  client: pg.ClientBase,
  { type, rows }: SampleBatch,
  parameters: unknown[],
): Promise<number> {
  const times = rows.map((row) => row.timeUs)
  const range = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
  let revisions = 0
  for (let round = 0; round < 1_000; round++) {
    const answer = await client.query<{ differing: number; inserted: number }>(reviseSql(type), [
      ...parameters,
      ...range,
    ])
    const [{ differing, inserted }] = answer.rows
    revisions += inserted
    if (inserted === differing) return revisions
  }
  throw new Error('revisions do not settle: is the transaction read committed?')
}

const sqlTypes: Record<TagType, string> = {
  number: 'double precision',
  integer: 'bigint',
  boolean: 'boolean',
  text: 'text',
}

function parametersOf(projectId: string, { type, rows }: SampleBatch): unknown[] {
  const literal = (items: (string | number)[]) => `{${items.join(',')}}`
  const values = rows.map((row) => row.value)
  return [
    projectId,
    literal(rows.map((row) => row.tagId)),
    literal(rows.map((row) => row.timeUs)),
    type === 'text' ? values : literal(values),
    literal(rows.map((row) => row.quality)),
  ]
}

function givenSql(type: TagType): string {
  return `unnest($2::integer[], $3::bigint[], $4::${sqlTypes[type]}[], $5::smallint[])
    as given (tag_id, time_us, value, quality)`
}

/** Writers insert in one order, so that they do not wait for each other in a circle. */
function insertSql(type: TagType): string {
  return `insert into sample (tag_id, time_us, revision, project_id, "${type}", quality)
    select tag_id, time_us, 1, $1::uuid, value, quality from ${givenSql(type)}
    order by tag_id, time_us on conflict (tag_id, time_us, revision) do nothing`
}

/** The range of times lets the planner leave out all other chunks. */
function reviseSql(type: TagType): string {
  const isOther =
    type === 'number'
      ? `float8send(newest.value) is distinct from float8send(given.value)
          and not coalesce(newest.value = 'NaN' and given.value = 'NaN', false)`
      : 'newest.value is distinct from given.value'
  return `with differing as (
      select given.*, newest.revision + 1 as revision from ${givenSql(type)}
      cross join lateral (
        select revision, "${type}" as value, quality from sample
        where tag_id = given.tag_id and time_us = given.time_us and time_us between $6::bigint and $7::bigint
        order by revision desc limit 1
      ) newest
      where (${isOther}) or newest.quality <> given.quality
    ), inserted as (
      insert into sample (tag_id, time_us, revision, project_id, "${type}", quality)
      select tag_id, time_us, revision, $1::uuid, value, quality from differing
      order by tag_id, time_us on conflict (tag_id, time_us, revision) do nothing returning 1
    )
    select (select count(*) from differing)::int as differing, (select count(*) from inserted)::int as inserted`
}
