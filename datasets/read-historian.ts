import type pg from 'pg'
import type { HistorianQuery, HistorianSamples } from '#blocks/block.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { newBytes, newCodes, newFloats, newIntegers } from '#pipeline/table.ts'
import { findTags, meaningOf } from './historian-tags.ts'
import type { Tag, TagType } from './historian-tags.ts'
import { inTransaction } from './transaction.ts'
import type { Database } from './transaction.ts'

const pageRows = 100_000

/**
 * The samples of tags in [fromUs, toUs), newest revisions only, ascending in time, in the order of `tags`; all of
 * one moment, however many are being written. A tag that does not exist is left out, one without samples has none.
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
  for (let from = wholeUs(query.fromUs); from < to;) {
    const page = await readPage(client, tag, from, to)
    if (page.times.length > 0) pages.push(page)
    if (page.times.length < pageRows) break
    from = page.times[page.times.length - 1] + 1
  }
  const rows = pages.reduce((sum, page) => sum + page.times.length, 0)
  const values = joinValues(tag.type, pages, rows)
  const quality = joinArrays(
    newBytes(rows),
    pages.map((page) => page.quality),
  )
  if (quality.some((code) => code !== 0)) values.quality = quality
  const times = joinArrays(
    newFloats(rows),
    pages.map((page) => page.times),
  )
  return { tag: tag.name, times, values, ...meaningOf(tag) }
}

interface Page {
  times: Float64Array
  quality: Uint8Array
  /** The values as PostgreSQL sends them, or texts. */
  bytes: Buffer
  texts: string[]
}

interface PageRow {
  times: Buffer | null
  quality: Buffer | null
  bytes: Buffer | null
  texts: string[] | null
}

/** One row for a page: columns of bytes are several times as fast to take in as rows of texts. */
async function readPage(client: pg.ClientBase, tag: Tag, from: number, to: number): Promise<Page> {
  const { rows } = await client.query<PageRow>(
    `select string_agg(int8send(time_us), ''::bytea) as times, string_agg(int2send(quality), ''::bytea) as quality,
       ${aggregates[tag.type]}
     from (
       select distinct on (time_us) time_us, quality, "${tag.type}" as value from sample
       where tag_id = $1 and time_us >= $2 and time_us < $3
       order by time_us, revision desc limit ${pageRows}
     ) newest`,
    [tag.id, from, to],
  )
  const [row] = rows
  const times = Float64Array.from(bigEndian64(row.times), Number)
  const quality = Uint8Array.from({ length: times.length }, (_, i) => row.quality?.[2 * i + 1] ?? 0)
  return { times, quality, bytes: row.bytes ?? Buffer.alloc(0), texts: row.texts ?? [] }
}

const aggregates: Record<TagType, string> = {
  number: `string_agg(float8send(value), ''::bytea) as bytes`,
  integer: `string_agg(int8send(value), ''::bytea) as bytes`,
  boolean: `string_agg(boolsend(value), ''::bytea) as bytes`,
  text: 'json_agg(value) as texts',
}

function joinValues(type: TagType, pages: Page[], rows: number): ColumnData {
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
      return textColumn(pages.flatMap((page) => page.texts))
  }
}

function textColumn(texts: string[]): ColumnData {
  const codes = new Map<string, number>()
  const values = newCodes(texts.length)
  for (const [row, text] of texts.entries()) {
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
