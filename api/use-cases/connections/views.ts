/** Connections as people see them: what they want, and what is. */
import { z } from 'zod'

export const connectionSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  protocol: z.string(),
  /** Secrets are references: { "$secret": id }. */
  config: z.record(z.string(), z.unknown()),
  desired: z.enum(['running', 'paused']),
  /** Silent for longer: stale. */
  staleAfterMs: z.int(),
  revision: z.int(),
  tags: z.int(),
  createdAt: z.string(),
  createdBy: z.string(),
  changedAt: z.string(),
  changedBy: z.string(),
  state: z.strictObject({
    /** 'unknown': no host has looked at it for 15 s. */
    state: z.enum(['connecting', 'running', 'stale', 'down', 'paused', 'refused', 'unknown']),
    since: z.string(),
    /** Why: a code, with params. */
    reason: z.string().nullable(),
    params: z.record(z.string(), z.unknown()),
    /** Source time of the newest good sample. */
    lastGoodAt: z.string().nullable(),
    samplesPerS: z.number(),
    lagMs: z.number().nullable(),
    buffered: z.int(),
    badTags: z.int(),
    /** Certificates that wait for somebody to decide. */
    undecided: z.int(),
  }),
})
export type ConnectionView = z.infer<typeof connectionSchema>

/** To be selected from `connection c left join connection_state s`. */
export const connectionColumns = `c.id, c.name, c.protocol, c.config, c.desired, c.stale_after_ms as "staleAfterMs",
  c.revision, (select count(*)::integer from connection_tag t where t.connection_id = c.id) as tags,
  to_json(c.created_at) #>> '{}' as "createdAt", c.created_by as "createdBy",
  to_json(c.changed_at) #>> '{}' as "changedAt", c.changed_by as "changedBy",
  json_build_object(
    'state', case when s.updated_at > now() - interval '15 seconds' then s.state else 'unknown' end,
    'since', coalesce(s.since, c.changed_at), 'reason', s.reason, 'params', coalesce(s.params, '{}'),
    'lastGoodAt', to_timestamp(s.last_good_us / 1000000.0), 'samplesPerS', coalesce(s.samples_per_s, 0),
    'lagMs', s.lag_ms, 'buffered', coalesce(s.buffered, 0), 'badTags', coalesce(s.bad_tags, 0),
    'undecided', (select count(*) from connection_certificate d where d.connection_id = c.id and d.state = 'seen')
  ) as state`
