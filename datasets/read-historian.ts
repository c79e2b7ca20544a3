import type pg from 'pg'
import type { HistorianQuery, HistorianSamples } from '#blocks/block.ts'
import type { ColumnData } from '#pipeline/table.ts'
import {
  bitmapOrNone,
  newBitmap,
  newBytes,
  newCodes,
  newFloats,
  newIntegers,
  setMissing,
} from '#pipeline/table.ts'
import { findTags, meaningOf } from './historian-tags.ts'
import type { Tag, TagType } from './historian-tags.ts'
import { inTransaction } from './transaction.ts'
import type { Database } from './transaction.ts'

const pageRows = 100_000

/**
 * The samples of tags in [fromUs, toUs), ascending in time, in the order of `tags`; all of one moment, however many
 * are being written. Of a state newest revisions only; of an event tag every row, those of one time as they came. A
 * bad sample that came without a value is a missing value of bad quality. A tag that does not exist is left out, one
 * without samples has none.
 */
export async function readHistorian(
  database: Database,
  projectId: string,
  query: HistorianQuery,
): Promise<HistorianSamples[]> {
  return inTransaction(database, 'begin isolation level repeatable read read only', async (client) => {
    const tags = await findTags(client, projectId, query.tags)
    const found: HistorianSamples[] = []
    for (const name of new Set(query.tags)) {
      const tag = tags.get(name)
      if (tag) found.push(await readTag(client, tag, query))
    }
    return found
  })
}

async function readTag(client: pg.ClientBase, tag: Tag, query: HistorianQuery): Promise<HistorianSamples> {
  const pages: Page[] = []
  const to = wholeUs(query.toUs)
  let after: Position = { us: wholeUs(query.fromUs) - 1, revision: lastRevision }
  for (;;) {
    const page = await readPage(client, tag, after, to)
    if (page.times.length > 0) pages.push(page)
    if (page.times.length < pageRows) break
    after = { us: page.times[page.times.length - 1], revision: page.lastRevision }
  }
  const times = joinArrays(
    newFloats(pages.reduce((sum, page) => sum + page.times.length, 0)),
    pages.map((page) => page.times),
  )
  return { tag: tag.name, times, values: valuesOf(tag.type, pages, times.length), ...meaningOf(tag) }
}

/** Of a row: pages begin behind the last one of the page before. */
interface Position {
  us: number
  revision: number
}

const lastRevision = 2 ** 31 - 1

interface Page {
  times: Float64Array
  quality: Uint8Array
  /** 1 where a sample has no value. */
  empty: Uint8Array
  /** The values as PostgreSQL sends them, or texts. */
  bytes: Buffer
  texts: string[]
  lastRevision: number
}

interface PageRow {
  times: Buffer | null
  quality: Buffer | null
  empty: Buffer | null
  bytes: Buffer | null
  texts: string[] | null
  lastRevision: number | null
}

/** One row for a page: columns of bytes are several times as fast to take in as rows of texts. */
async function readPage(client: pg.ClientBase, tag: Tag, after: Position, to: number): Promise<Page> {
  const { rows } = await client.query<PageRow>(
    `select string_agg(int8send(time_us), ''::bytea) as times, string_agg(int2send(quality), ''::bytea) as quality,
       case when bool_or(value is null) then string_agg(boolsend(value is null), ''::bytea) end as empty,
       (array_agg(revision))[count(*)] as "lastRevision", ${aggregates[tag.type]}
     from (${rowsSql[tag.class]}) chosen`.replaceAll('VALUE', `"${tag.type}"`),
    tag.class === 'event' ? [tag.id, after.us, to, after.revision] : [tag.id, after.us, to],
  )
  const [row] = rows
  const times = Float64Array.from(bigEndian64(row.times), Number)
  const quality = Uint8Array.from({ length: times.length }, (_, i) => row.quality?.[2 * i + 1] ?? 0)
  const empty = row.empty ?? Buffer.alloc(times.length)
  const [bytes, texts] = [row.bytes ?? Buffer.alloc(0), row.texts ?? []]
  return { times, quality, empty, bytes, texts, lastRevision: row.lastRevision ?? 0 }
}

const rowsSql: Record<Tag['class'], string> = {
  state: `select distinct on (time_us) time_us, revision, quality, VALUE as value from sample
    where tag_id = $1 and time_us > $2 and time_us < $3 order by time_us, revision desc limit ${pageRows}`,
  event: `select time_us, revision, quality, VALUE as value from sample
    where tag_id = $1 and time_us >= $2 and time_us < $3 and (time_us > $2 or revision > $4)
    order by time_us, revision limit ${pageRows}`,
}

const aggregates: Record<TagType, string> = {
  number: `string_agg(float8send(coalesce(value, 'NaN')), ''::bytea) as bytes`,
  integer: `string_agg(int8send(coalesce(value, 0)), ''::bytea) as bytes`,
  boolean: `string_agg(boolsend(coalesce(value, false)), ''::bytea) as bytes`,
  text: `json_agg(coalesce(value, '')) as texts`,
}

/** The values of all pages, with what is missing and how good they are. */
function valuesOf(type: TagType, pages: Page[], rows: number): ColumnData {
  const join = (parts: Uint8Array[]) => joinArrays(newBytes(rows), parts)
  const empty = join(pages.map((page) => page.empty))
  const values = joinValues(type, pages, empty)
  const missing = newBitmap(rows)
  for (let row = 0; row < rows; row++) if (empty[row]) setMissing(missing, row)
  const bitmap = bitmapOrNone(missing)
  if (bitmap) values.missing = bitmap
  const quality = join(pages.map((page) => page.quality))
  if (quality.some((code) => code !== 0)) values.quality = quality
  return values
}

function joinValues(type: TagType, pages: Page[], empty: Uint8Array): ColumnData {
  const rows = empty.length
  switch (type) {
    case 'number': {
      const floats = pages.map((page) => new Float64Array(bigEndian64(page.bytes).buffer))
      return { type, values: joinArrays(newFloats(rows), floats) }
    }
    case 'integer':
      return {
        type,
        values: joinArrays(
          newIntegers(rows),
          pages.map((page) => bigEndian64(page.bytes)),
        ),
      }
    case 'boolean':
      return {
        type,
        values: joinArrays(
          newBytes(rows),
          pages.map((page) => page.bytes),
        ),
      }
    case 'text':
      return textColumn(
        pages.flatMap((page) => page.texts),
        empty,
      )
  }
}

function textColumn(texts: string[], empty: Uint8Array): ColumnData {
  const codes = new Map<string, number>()
  const values = newCodes(texts.length)
  for (const [row, text] of texts.entries()) {
    if (empty[row]) continue
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    values[row] = code
  }
  return { type: 'text', values, dictionary: [...codes.keys()] }
}

/** A copy: the bytes come at any offset and in network order. */
function bigEndian64(bytes: Buffer | null): BigInt64Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes ?? [])
  Buffer.from(copy.buffer).swap64()
  return new BigInt64Array(copy.buffer)
}

function joinArrays<S extends { length: number }, T extends { set(source: S, offset: number): void }>(
  target: T,
  parts: S[],
): T {
  let end = 0
  for (const part of parts) {
    target.set(part, end)
    end += part.length
  }
  return target
}

/** The first whole µs at or after a time, within what a double holds exactly. */
function wholeUs(us: number): number {
  return Math.min(Math.max(Math.ceil(us), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}
