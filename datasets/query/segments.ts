/** What the historian holds of a tag, as coarse as may be: roll-ups where they are up to date, samples elsewhere. */
import type pg from 'pg'
import type { Level, TagSpan } from '../rollups/levels.ts'
import { levels, wholeBuckets } from '../rollups/levels.ts'
import type { StoredRows } from '../archive/stored-rows.ts'
import type { RowsTag } from '../archive/table-rows.ts'
import type { HistorianMoment } from './historian-source.ts'
import { joinArrays } from './join-arrays.ts'
import { measure } from './measured-rows.ts'
import { validRows } from './valid-rows.ts'

/**
 * Buckets of roll-ups and single samples in the order of time; one entry for each class of a bucket. Values that do not
 * exist are NaN: a sample of class 3 (no finite number) has none, a text neither.
 */
export interface Segments {
  length: number
  /** Where the bucket begins; of a sample its time. Entries of one bucket are neighbours. */
  bucketUs: Float64Array
  /** 0 good, 1 uncertain, 2 bad, 3 no finite number. */
  classes: Float64Array
  counts: Float64Array
  min: Float64Array
  max: Float64Array
  firstUs: Float64Array
  first: Float64Array
  lastUs: Float64Array
  last: Float64Array
  /** Sum of value x µs for which it held within the bucket. */
  integral: Float64Array
  heldUs: Float64Array
}

export interface TimeRange {
  fromUs: number
  toUs: number
}

/**
 * The segments of a tag in [fromUs, toUs) from roll-ups of at most `maxWidthUs` (0: samples only). `pending` are the
 * spans of which the roll-ups do not tell yet, by time. To be called in a transaction that sees one moment.
 */
export async function readSegments(
  moment: HistorianMoment,
  tag: RowsTag,
  { range, maxWidthUs, pending }: { range: TimeRange; maxWidthUs: number; pending: TagSpan[] },
): Promise<Segments> {
  const usable = levels.filter((level) => level.widthUs <= maxWidthUs)
  const span = { tagId: tag.id, fromUs: range.fromUs, toUs: range.toUs }
  const parts: Segments[] = []
  for (const source of sourcesOf(span, usable, pending)) {
    if (source.level) parts.push(await readBuckets(moment.client, source.level, source.span))
    else for await (const rows of validRows(moment, tag, source.span)) parts.push(segmentsOf(rows))
  }
  return joinSegments(parts)
}

interface Source {
  level?: Level
  span: TagSpan
}

/** Cuts a span where the widest level cannot serve: its own ragged ends, and the buckets that are pending. */
export function sourcesOf(span: TagSpan, usable: readonly Level[], pending: TagSpan[]): Source[] {
  const level = usable.at(-1)
  if (span.fromUs >= span.toUs) return []
  if (!level) return [{ span }]
  const { tagId } = span
  const narrower = usable.slice(0, -1)
  const innerFrom = Math.ceil(span.fromUs / level.widthUs) * level.widthUs
  const innerTo = Math.floor(span.toUs / level.widthUs) * level.widthUs
  if (innerFrom >= innerTo) return sourcesOf(span, narrower, pending)
  const sources = sourcesOf({ tagId, fromUs: span.fromUs, toUs: innerFrom }, narrower, pending)
  let at = innerFrom
  for (const stale of wholeBuckets(pending, level.widthUs)) {
    const [from, to] = [Math.max(stale.fromUs, at), Math.min(stale.toUs, innerTo)]
    if (from >= to) continue
    if (at < from) sources.push({ level, span: { tagId, fromUs: at, toUs: from } })
    sources.push(...sourcesOf({ tagId, fromUs: from, toUs: to }, narrower, pending))
    at = to
  }
  if (at < innerTo) sources.push({ level, span: { tagId, fromUs: at, toUs: innerTo } })
  sources.push(...sourcesOf({ tagId, fromUs: innerTo, toUs: span.toUs }, narrower, pending))
  return sources
}

const integers = ['bucket_us', 'class', '"count"', 'first_us', 'last_us', 'held_us']
const floats = ['"min"', '"max"', '"first"', '"last"', 'integral']
const bytesSql = [
  ...integers.map((column) => `string_agg(int8send(${column}::bigint), ''::bytea) as ${column}`),
  ...floats.map((column) => `string_agg(float8send(coalesce(${column}, 'NaN')), ''::bytea) as ${column}`),
].join(', ')

/** One row of byte columns: several times as fast to take in as rows of texts. */
async function readBuckets(client: pg.ClientBase, { table }: Level, span: TagSpan): Promise<Segments> {
  const { rows } = await client.query<Record<string, Buffer | null>>(
    `select ${bytesSql} from (
       select * from ${table} where tag_id = $1 and bucket_us >= $2 and bucket_us < $3 order by bucket_us, class
     ) bucket`,
    [span.tagId, span.fromUs, span.toUs],
  )
  const [row] = rows
  const bucketUs = readIntegers(row.bucket_us)
  return {
    length: bucketUs.length,
    bucketUs,
    classes: readIntegers(row.class),
    counts: readIntegers(row.count),
    min: readFloats(row.min),
    max: readFloats(row.max),
    firstUs: readIntegers(row.first_us),
    first: readFloats(row.first),
    lastUs: readIntegers(row.last_us),
    last: readFloats(row.last),
    integral: readFloats(row.integral),
    heldUs: readIntegers(row.held_us),
  }
}

function segmentsOf(rows: StoredRows): Segments {
  const { classes, values } = measure(rows)
  const { timesUs: times, length } = rows
  const nothing = new Float64Array(length)
  return {
    length,
    bucketUs: times,
    classes,
    counts: new Float64Array(length).fill(1),
    min: values,
    max: values,
    firstUs: times,
    first: values,
    lastUs: times,
    last: values,
    integral: nothing,
    heldUs: nothing,
  }
}

/** A copy in the machine's own order: the bytes come at any offset and in network order. */
function swapped(bytes: Buffer | null): ArrayBuffer {
  const copy = new Uint8Array(bytes ?? [])
  Buffer.from(copy.buffer).swap64()
  return copy.buffer
}

const readIntegers = (bytes: Buffer | null): Float64Array =>
  Float64Array.from(new BigInt64Array(swapped(bytes)), Number)

const readFloats = (bytes: Buffer | null): Float64Array => new Float64Array(swapped(bytes))

function joinSegments(parts: Segments[]): Segments {
  const column = (name: Exclude<keyof Segments, 'length'>) => joinArrays(parts.map((part) => part[name]))
  return {
    length: parts.reduce((sum, part) => sum + part.length, 0),
    bucketUs: column('bucketUs'),
    classes: column('classes'),
    counts: column('counts'),
    min: column('min'),
    max: column('max'),
    firstUs: column('firstUs'),
    first: column('first'),
    lastUs: column('lastUs'),
    last: column('last'),
    integral: column('integral'),
    heldUs: column('heldUs'),
  }
}
