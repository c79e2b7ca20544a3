/** What the historian holds of a tag, as coarse as may be: roll-ups where they are up to date, samples elsewhere. */
import type pg from 'pg'
import type { Level, TagSpan } from '../rollups/levels.ts'
import { levels, wholeBuckets } from '../rollups/levels.ts'
import { validSamplesSql } from '../rollups/roll-up-sql.ts'
import { joinArrays } from './join-arrays.ts'

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
  client: pg.ClientBase,
  span: TagSpan,
  { maxWidthUs, pending }: { maxWidthUs: number; pending: TagSpan[] },
): Promise<Segments> {
  const usable = levels.filter((level) => level.widthUs <= maxWidthUs)
  const parts: Segments[] = []
  for (const source of sourcesOf(span, usable, pending)) {
    parts.push(
      source.level
        ? await readBuckets(client, source.level, source.span)
        : await readSamples(client, source.span),
    )
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

async function readSamples(client: pg.ClientBase, span: TagSpan): Promise<Segments> {
  const { rows } = await client.query<{
    times: Buffer | null
    classes: Buffer | null
    values: Buffer | null
  }>(
    `with span as (select $1::integer as tag_id, $2::bigint as from_us, $3::bigint as to_us)
     select string_agg(int8send(time_us), ''::bytea) as times, string_agg(int8send(class::bigint), ''::bytea) as classes,
       string_agg(float8send(coalesce(value, 'NaN')), ''::bytea) as values
     from (${validSamplesSql.replaceAll('$4', '$2').replaceAll('$5', '$3')} order by time_us, revision) sample`,
    [span.tagId, span.fromUs, span.toUs],
  )
  const [row] = rows
  const [times, classes, values] = [
    readIntegers(row.times),
    readIntegers(row.classes),
    readFloats(row.values),
  ]
  const none = new Float64Array(times.length)
  return {
    length: times.length,
    bucketUs: times,
    classes,
    counts: new Float64Array(times.length).fill(1),
    min: values,
    max: values,
    firstUs: times,
    first: values,
    lastUs: times,
    last: values,
    integral: none,
    heldUs: none,
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
