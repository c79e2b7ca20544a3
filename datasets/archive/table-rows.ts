/** Samples as the historian's table holds them. One row of byte columns: several times as fast to take in as rows of texts. */
import type pg from 'pg'
import type { Tag, TagType } from '../historian-tags.ts'
import { none } from './stored-rows.ts'
import type { StoredRows, StoredValues } from './stored-rows.ts'

/** The most that is read at once. */
export const pageRows = 100_000

export type RowsTag = Pick<Tag, 'id' | 'type' | 'class'>

/** Of a row: pages begin behind the last one of the page before. */
export interface Position {
  us: number
  revision: number
}

const lastRevision = 2 ** 31 - 1

/** The position before all samples of a time. */
export function before(us: number): Position {
  return { us: us - 1, revision: lastRevision }
}

/** The next valid samples before `toUs`, a page at most: of a state the newest revisions, of an event tag all. */
export async function readValidPage(
  client: pg.ClientBase,
  tag: RowsTag,
  { after, toUs }: { after: Position; toUs: number },
): Promise<StoredRows> {
  const parameters =
    tag.class === 'event' ? [tag.id, after.us, toUs, after.revision] : [tag.id, after.us, toUs]
  return rowsOf(client, tag.type, validSql[tag.class], parameters)
}

/** All samples in [fromUs, toUs), every revision, and how they came. */
export async function readWholeRows(
  client: pg.ClientBase,
  tag: RowsTag,
  { fromUs, toUs }: { fromUs: number; toUs: number },
): Promise<StoredRows> {
  return rowsOf(client, tag.type, wholeSql, [tag.id, fromUs, toUs])
}

const validSql: Record<Tag['class'], string> = {
  state: `select distinct on (time_us) time_us, revision, quality, VALUE as value from sample
    where tag_id = $1 and time_us > $2 and time_us < $3 order by time_us, revision desc limit ${pageRows}`,
  event: `select time_us, revision, quality, VALUE as value from sample
    where tag_id = $1 and time_us >= $2 and time_us < $3 and (time_us > $2 or revision > $4)
    order by time_us, revision limit ${pageRows}`,
}

const wholeSql = `select time_us, revision, quality, VALUE as value, raw_status, received_us, sequence
  from sample where tag_id = $1 and time_us >= $2 and time_us < $3 order by time_us, revision`

const valueSql: Record<TagType, string> = {
  number: `string_agg(float8send(coalesce(value, 'NaN')), ''::bytea) as bytes`,
  integer: `string_agg(int8send(coalesce(value, 0)), ''::bytea) as bytes`,
  boolean: `string_agg(boolsend(coalesce(value, false)), ''::bytea) as bytes`,
  text: `json_agg(coalesce(value, '')) as texts`,
}

const originSql = `json_agg(raw_status) as statuses,
  string_agg(int8send(coalesce(received_us, ${none})), ''::bytea) as received,
  string_agg(int8send(coalesce(sequence, ${none})), ''::bytea) as sequences`

interface Packed {
  times: Buffer | null
  revisions: Buffer | null
  qualities: Buffer | null
  empty: Buffer | null
  bytes?: Buffer | null
  texts?: string[] | null
  statuses?: (string | null)[] | null
  received?: Buffer | null
  sequences?: Buffer | null
}

async function rowsOf(
  client: pg.ClientBase,
  type: TagType,
  sql: string,
  parameters: number[],
): Promise<StoredRows> {
  const isWhole = sql === wholeSql
  const { rows } = await client.query<Packed>(
    `select string_agg(int8send(time_us), ''::bytea) as times, string_agg(int4send(revision), ''::bytea) as revisions,
       string_agg(int2send(quality), ''::bytea) as qualities,
       case when bool_or(value is null) then string_agg(boolsend(value is null), ''::bytea) end as empty,
       ${valueSql[type]}${isWhole ? `, ${originSql}` : ''} from (${sql}) chosen`.replaceAll(
      'VALUE',
      `"${type}"`,
    ),
    parameters,
  )
  return unpack(type, rows[0], isWhole)
}

function unpack(type: TagType, row: Packed, isWhole: boolean): StoredRows {
  const timesUs = Float64Array.from(bigIntsOf(row.times), Number)
  const { length } = timesUs
  return {
    type,
    length,
    timesUs,
    revisions: intsOf(row.revisions),
    qualities: Uint8Array.from({ length }, (_, i) => row.qualities![2 * i + 1]),
    empty: row.empty ? Uint8Array.from(row.empty) : new Uint8Array(length),
    values: valuesOf(type, row),
    ...(isWhole && {
      origin: {
        statuses: row.statuses ?? [],
        receivedUs: bigIntsOf(row.received),
        sequences: bigIntsOf(row.sequences),
      },
    }),
  }
}

function valuesOf(type: TagType, { bytes, texts }: Packed): StoredValues {
  if (type === 'text') return texts ?? []
  if (type === 'boolean') return Uint8Array.from(bytes ?? [])
  const whole = bigIntsOf(bytes)
  return type === 'integer' ? whole : new Float64Array(whole.buffer)
}

/** Copies: the bytes come at any offset and in network order. */
function bigIntsOf(bytes: Buffer | null | undefined): BigInt64Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes ?? [])
  Buffer.from(copy.buffer).swap64()
  return new BigInt64Array(copy.buffer)
}

function intsOf(bytes: Buffer | null): Int32Array {
  const copy = new Uint8Array(bytes ?? [])
  Buffer.from(copy.buffer).swap32()
  return new Int32Array(copy.buffer)
}
