/** Brings the roll-ups up to the samples. What is late, corrected or missing heals by the same way as what is new. */
import type pg from 'pg'
import type { ArchiveReader } from '../archive/archive-reader.ts'
import { inTransaction } from '../transaction.ts'
import { levels, spanParameters, wholeBuckets } from './levels.ts'
import type { TagSpan } from './levels.ts'
import { holdArchive } from '../query/historian-source.ts'
import type { HistorianMoment } from '../query/historian-source.ts'
import { apartArchived, rollUpArchived } from './roll-up-archived.ts'
import { foldSql, minutesSql } from './roll-up-sql.ts'
import { noteSpans, takeWork } from './work.ts'

const dayUs = 86_400e6

export interface RollUpOptions {
  /** Epoch µs. */
  nowUs: number
  /** How long after its end a minute waits for its last samples; they would heal it, this saves doing it twice. */
  settleUs?: number
  /** How much one transaction takes on: days of one tag. */
  tagDays?: number
  /** Absent where nothing is archived. */
  archive?: ArchiveReader
}

/**
 * Does one piece of the work in one transaction; true: there is more that could be done at once. Minutes that are not
 * over yet wait. Only one process does this at a time: others answer false.
 */
export async function rollUp(pool: pg.Pool, options: RollUpOptions): Promise<boolean> {
  const { nowUs, settleUs = 5e6, tagDays = 50, archive } = options
  return inTransaction(pool, 'begin isolation level read committed', async (client) => {
    if (!(await isAlone(client))) return false
    await holdArchive(client)
    const overUs = Math.floor((nowUs - settleUs) / levels[0].widthUs) * levels[0].widthUs
    const { now, later, isMore } = shareOut(await takeWork(client), overUs, tagDays)
    await noteSpans(client, later)
    if (now.length > 0) await rollUpSpans({ client, archive }, now)
    return isMore
  })
}

/** Computes the buckets of all levels that overlap the spans anew, from samples. */
export async function rollUpSpans(moment: HistorianMoment, spans: TagSpan[]): Promise<void> {
  const { client } = moment
  for (const [index, level] of levels.entries()) {
    const parameters = spanParameters(wholeBuckets(spans, level.widthUs))
    await client.query(
      `delete from ${level.table} using unnest($1::integer[], $2::bigint[], $3::bigint[]) as span (tag_id, from_us, to_us)
       where ${level.table}.tag_id = span.tag_id and bucket_us >= span.from_us and bucket_us < span.to_us
         and bucket_us >= $4 and bucket_us < $5`,
      parameters,
    )
    if (index > 0) await client.query(foldSql(levels[index - 1], level), parameters)
    else await rollUpMinutes(moment, wholeBuckets(spans, level.widthUs))
  }
}

async function rollUpMinutes(moment: HistorianMoment, spans: TagSpan[]): Promise<void> {
  const { archived, others } = await apartArchived(moment.client, spans)
  if (others.length > 0) await moment.client.query(minutesSql, spanParameters(others))
  for (const span of archived) await rollUpArchived(moment, span)
}

async function isAlone(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>(
    "select pg_try_advisory_xact_lock(hashtext('ecoki roll-up')) as alone",
  )
  return rows[0].alone
}

/** What is over and within the budget now; the rest later. A long span is cut at whole days. */
function shareOut(
  spans: TagSpan[],
  overUs: number,
  tagDays: number,
): { now: TagSpan[]; later: TagSpan[]; isMore: boolean } {
  const [now, later]: [TagSpan[], TagSpan[]] = [[], []]
  let left = tagDays
  let isMore = false
  for (const { tagId, fromUs, toUs } of spans) {
    const mayUs = Math.min(
      toUs,
      overUs,
      left >= 1 ? (Math.floor(fromUs / dayUs) + Math.floor(left)) * dayUs : fromUs,
    )
    if (mayUs > fromUs) {
      now.push({ tagId, fromUs, toUs: mayUs })
      left -= Math.max((mayUs - fromUs) / dayUs, 1 / 1_000)
    }
    const restUs = Math.max(mayUs, fromUs)
    if (restUs < toUs) later.push({ tagId, fromUs: restUs, toUs })
    if (restUs < Math.min(toUs, overUs)) isMore = true
  }
  return { now, later, isMore }
}
