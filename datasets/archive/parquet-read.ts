/** Samples out of Parquet files of the archive. */
import type { DuckDBVector } from '@duckdb/node-api'
import { quoteText } from '#blocks/duckdb/open.ts'
import type { DuckDb } from '#blocks/duckdb/open.ts'
import type { TagType } from '../historian-tags.ts'
import type { KnownFile } from './check-files.ts'
import { emptyRows, joinRows, none } from './stored-rows.ts'
import type { StoredRows, StoredValues } from './stored-rows.ts'

export interface ArchiveQuery {
  /** In the order of time. */
  files: KnownFile[]
  tagId: number
  type: TagType
  fromUs: number
  toUs: number
  /** With how the samples came. */
  isWhole: boolean
}

/** The samples of a tag in [fromUs, toUs), every revision. */
export async function readParquet(db: DuckDb, query: ArchiveQuery): Promise<StoredRows> {
  const parts: StoredRows[] = []
  const where = `tag_id = ${query.tagId} and time_us >= ${query.fromUs} and time_us < ${query.toUs}`
  for await (const { rows } of readParts(db, { ...query, paths: query.files.map(({ path }) => path) }, where))
    parts.push(rows)
  if (parts.length === 0) return emptyRows(query.type)
  const rows = joinRows(parts)
  refuseDisorder(rows)
  return rows
}

/** All of a file, tag by tag, in portions. */
export async function* readWholeParquet(
  db: DuckDb,
  file: string,
  type: TagType,
): AsyncGenerator<{ tagId: number; rows: StoredRows }> {
  yield* readParts(db, { paths: [file], type, isWhole: true }, 'true')
}

export interface NewestQuery {
  file: KnownFile
  tagId: number
  atUs: number
}

/** The newest time of a tag in a file at or before one; undefined: there is none. */
export async function newestTime(
  db: DuckDb,
  { file, tagId, atUs }: NewestQuery,
): Promise<number | undefined> {
  const found = await db.runAndReadAll(
    `select max(time_us)::double from read_parquet(${quoteText(file.path)}) where tag_id = ${tagId} and time_us <= ${atUs}`,
  )
  return (found.getRowsJS()[0][0] as number | null) ?? undefined
}

async function* readParts(
  db: DuckDb,
  { paths, type, isWhole }: { paths: string[]; type: TagType; isWhole: boolean },
  where: string,
): AsyncGenerator<{ tagId: number; rows: StoredRows }> {
  const origin = `, raw_status, coalesce(received_us, ${none}), coalesce(sequence, ${none})`
  const result = await db.stream(
    `select tag_id, time_us::double, revision, quality, (value is null)::utinyint, ${valueSql[type]} ${isWhole ? origin : ''}
     from read_parquet([${paths.map(quoteText).join(', ')}]) where ${where}`,
  )
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    const column = (at: number) => chunk.getColumnVector(at)
    const tags = itemsOf<Int32Array>(column(0))
    const rows: StoredRows = {
      type,
      length: chunk.rowCount,
      timesUs: itemsOf<Float64Array>(column(1)).slice(),
      revisions: itemsOf<Int32Array>(column(2)).slice(),
      qualities: itemsOf<Uint8Array>(column(3)).slice(),
      empty: itemsOf<Uint8Array>(column(4)).slice(),
      values: valuesOf(type, column(5), chunk.rowCount),
      ...(isWhole && {
        origin: {
          statuses: textsOf(column(6), chunk.rowCount),
          receivedUs: itemsOf<BigInt64Array>(column(7)).slice(),
          sequences: itemsOf<BigInt64Array>(column(8)).slice(),
        },
      }),
    }
    yield* byTag(tags, rows)
  }
}

const valueSql: Record<TagType, string> = {
  number: `coalesce(value, 'nan'::double)`,
  integer: 'coalesce(value, 0)',
  boolean: 'coalesce(value, false)::utinyint',
  text: `coalesce(value, '')`,
}

function* byTag(tags: Int32Array, rows: StoredRows): Generator<{ tagId: number; rows: StoredRows }> {
  for (let from = 0; from < rows.length;) {
    let to = from + 1
    while (to < rows.length && tags[to] === tags[from]) to++
    const isAll = from === 0 && to === rows.length
    yield { tagId: tags[from], rows: isAll ? rows : sliceRows(rows, from, to) }
    from = to
  }
}

function sliceRows(rows: StoredRows, from: number, to: number): StoredRows {
  const { origin } = rows
  return {
    type: rows.type,
    length: to - from,
    timesUs: rows.timesUs.slice(from, to),
    revisions: rows.revisions.slice(from, to),
    qualities: rows.qualities.slice(from, to),
    empty: rows.empty.slice(from, to),
    values: rows.values.slice(from, to),
    ...(origin && {
      origin: {
        statuses: origin.statuses.slice(from, to),
        receivedUs: origin.receivedUs.slice(from, to),
        sequences: origin.sequences.slice(from, to),
      },
    }),
  }
}

function valuesOf(type: TagType, vector: DuckDBVector, length: number): StoredValues {
  if (type === 'text') return textsOf(vector, length) as string[]
  return itemsOf<Float64Array>(vector).slice()
}

function textsOf(vector: DuckDBVector, length: number): (string | null)[] {
  return Array.from({ length }, (_, row) => vector.getItem(row) as string | null)
}

/** The typed array of a vector of fixed-width values. */
function itemsOf<T>(vector: DuckDBVector): T {
  return (vector as unknown as { items: T }).items
}

/** The files are written in order and read in order; a mistake here would be one of all answers. */
function refuseDisorder({ timesUs, revisions, length }: StoredRows): void {
  for (let row = 1; row < length; row++) {
    const isLater =
      timesUs[row] > timesUs[row - 1] ||
      (timesUs[row] === timesUs[row - 1] && revisions[row] > revisions[row - 1])
    if (!isLater) throw new Error('an archived file is not in order')
  }
}
