/**
 * The statements that compute roll-ups. Sums run in the order of time, so that the same samples give the same bits
 * whenever and however often they are summed. $1 to $3 are spans of whole buckets, $4 and $5 the range of all of them.
 */
import { largestMeasured } from '../query/measured-rows.ts'
import type { Level } from './levels.ts'
import { levels } from './levels.ts'

/** The valid samples of `span`: of a state the newest revision, of an event tag all. Value NULL: NaN, or too large. */
const validSamplesSql = `
  select span.tag_id, valid.time_us, valid.revision, valid.value,
    case when valid.value is null and valid.is_number then 3 else valid.quality end as class
  from span join tag on tag.id = span.tag_id
  cross join lateral (
    select distinct on (time_us, case when tag.class = 'event' then revision end)
      time_us, revision, quality, "number" is not null as is_number,
      case when abs("number") > ${largestMeasured} then null
        else coalesce("number", "integer"::double precision, "boolean"::integer::double precision) end as value
    from sample
    where sample.tag_id = span.tag_id and time_us >= span.from_us and time_us < span.to_us
      and time_us >= $4 and time_us < $5
    order by time_us, case when tag.class = 'event' then revision end, revision desc
  ) valid`

/** From when on after a sample nothing is known because of a gap; NULL: no gap before the next sample. */
const gapSql = (tagId: string, fromUs: string, toUs: string) => `(
  select min(greatest(gap.from_us, ${fromUs})) from tag_gap gap
  where gap.tag_id = ${tagId} and gap.from_us < ${toUs} and gap.to_us > ${fromUs}
)`

const spanSql = `span as (
  select * from unnest($1::integer[], $2::bigint[], $3::bigint[]) as span (tag_id, from_us, to_us)
)`

const columns =
  'tag_id, bucket_us, class, "count", "min", "max", first_us, "first", last_us, "last", integral, held_us'

/** The same, given: of one tag. */
const givenSamplesSql = `
  select $1::integer as tag_id, time_us, revision, nullif(value, 'NaN') as value, class
  from unnest($2::bigint[], $3::integer[], $4::double precision[], $5::smallint[]) as given (time_us, revision, value, class)`

/** From the table, and from samples of one tag that are given. */
export const minutesSql = minutesFrom(`${spanSql}, valid as (${validSamplesSql})`)
export const givenMinutesSql = minutesFrom(`valid as (${givenSamplesSql})`)

function minutesFrom(valid: string): string {
  return `
  with ${valid},
  followed as (
    select *, bucket_us(time_us, ${levels[0].widthUs}) as bucket_us,
      lead(time_us) over (partition by tag_id, bucket_us(time_us, ${levels[0].widthUs}) order by time_us, revision) as next_us
    from valid
  ), held as (
    select *, case when next_us is null then 0
      else least(next_us, ${gapSql('followed.tag_id', 'followed.time_us', 'followed.next_us')}) - time_us end as held_us
    from followed
  )
  insert into rollup_minute (${columns})
  select tag_id, bucket_us, class, count(*), min(value), max(value),
    min(time_us), (array_agg(value order by time_us, revision))[1],
    max(time_us), (array_agg(value order by time_us desc, revision desc))[1],
    coalesce(sum(value * held_us order by time_us, revision), 0), sum(held_us)
  from held group by tag_id, bucket_us, class`
}

/**
 * A wider level from the one below it: what a bucket's last sample held into the next bucket is added here. Windows
 * instead of joins: their cost does not hang on what the planner believes of tables that were just written.
 */
export function foldSql(from: Level, to: Level): string {
  return `
  with ${spanSql}, part as (
    select ${from.table}.*, bucket_us(bucket_us, ${to.widthUs}) as wide_us
    from span join ${from.table}
      on ${from.table}.tag_id = span.tag_id and bucket_us >= span.from_us and bucket_us < span.to_us
        and bucket_us >= $4 and bucket_us < $5
  ), followed as (
    select *, row_number() over (partition by tag_id, bucket_us order by last_us desc, class) = 1 as is_end,
      min(first_us) over (partition by tag_id, wide_us order by bucket_us
        range between 1 following and unbounded following) as next_us
    from part
  ), edge as (
    select *, case when is_end and next_us is not null
      then least(next_us, ${gapSql('followed.tag_id', 'followed.last_us', 'followed.next_us')}) - last_us
      else 0 end as edge_us
    from followed
  )
  insert into ${to.table} (${columns})
  select tag_id, wide_us, class, sum("count"), min("min"), max("max"),
    min(first_us), (array_agg("first" order by bucket_us))[1],
    max(last_us), (array_agg("last" order by bucket_us desc))[1],
    sum(integral + coalesce("last" * edge_us, 0) order by bucket_us), sum(held_us + edge_us)
  from edge group by tag_id, wide_us, class`
}
