/** A tag as people see it: what it means, where it comes from, what it said last. */
import { z } from 'zod'

const value = z.union([z.number(), z.string(), z.boolean(), z.null()])

export const tagSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  type: z.enum(['number', 'integer', 'boolean', 'text']),
  unit: z.string().nullable(),
  description: z.string().nullable(),
  assetId: z.uuid().nullable(),
  /** A state has one value at a time; every row of an event tag is an event. */
  class: z.enum(['state', 'event']),
  staleAfterMs: z.int().nullable(),
  /** From a sample's stamp until it is known; null: not said. */
  availabilityUs: z.number().nullable(),
  /** Null: entered by hand, pushed by a program, or written by a pipeline. */
  source: z
    .strictObject({
      connectionId: z.uuid(),
      connection: z.string(),
      protocol: z.string(),
      address: z.unknown(),
      intervalMs: z.int(),
      setup: z.record(z.string(), z.unknown()),
      problem: z
        .strictObject({ code: z.string(), params: z.record(z.string(), z.unknown()).optional() })
        .nullable(),
    })
    .nullable(),
  /** Int64 as text, NaN and infinities as their names. */
  last: z
    .strictObject({
      at: z.string(),
      value,
      quality: z.union([z.literal(0), z.literal(1), z.literal(2)]),
      status: z.string().nullable(),
    })
    .nullable(),
  /** Silent for longer than its limit, or its connection's. */
  isStale: z.boolean(),
})
export type TagView = z.infer<typeof tagSchema>

/** From `tag t` with `connection_tag ct`, `connection c`, and `l`: its newest sample. */
export const tagColumns = `t.id, t.name, t.value_type as type, t.unit, t.description, t.asset_id as "assetId", t.class,
  t.stale_after_ms as "staleAfterMs", t.availability_us::double precision as "availabilityUs",
  case when c.id is not null then json_build_object('connectionId', c.id, 'connection', c.name, 'protocol', c.protocol,
    'address', ct.address, 'intervalMs', ct.interval_ms, 'setup', ct.setup, 'problem', ct.problem) end as source,
  case when l.time_us is not null then json_build_object('at', to_timestamp(l.time_us / 1000000.0), 'value',
    case when l.number is not null then case when l.number in ('NaN', 'Infinity', '-Infinity')
        then to_json(l.number::text) else to_json(l.number) end
      when l.integer is not null then to_json(l.integer::text)
      when l.boolean is not null then to_json(l.boolean)
      else to_json(l.text) end,
    'quality', l.quality, 'status', l.raw_status) end as last,
  coalesce(t.stale_after_ms, c.stale_after_ms) is not null
    and coalesce(l.received_us, l.time_us, 0) < now_us() - coalesce(t.stale_after_ms, c.stale_after_ms) * 1000::bigint
    as "isStale"`

export const tagTables = `tag t
  left join connection_tag ct on ct.tag_id = t.id
  left join connection c on c.id = ct.connection_id and c.removed_at is null
  left join lateral (
    select * from (
      (select 1 as place, s.* from sample s where s.tag_id = t.id order by s.time_us desc, s.revision desc limit 1)
      union all
      (select 0 as place, archived.* from archive_tag a, jsonb_populate_record(null::sample, a.newest) archived
       where a.tag_id = t.id order by a.first_us desc limit 1)
    ) newest order by time_us desc, place desc limit 1
  ) l on true`
