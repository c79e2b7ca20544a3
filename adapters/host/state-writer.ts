/** Writes down what is observed of connections, soon after it changes and once a second else. */
import type pg from 'pg'
import type { TagProblem } from '#adapters/adapter.ts'
import type { Observed } from './observed.ts'

export interface ObservedConnection {
  id: string
  observed: Observed
}

/** Of connections that are gone meanwhile nothing is written. */
export async function writeStates(pool: pg.Pool, states: ObservedConnection[]): Promise<void> {
  if (states.length === 0) return
  await pool.query(
    `insert into connection_state (connection_id, state, since, reason, params, covered_us, last_good_us,
       samples_per_s, lag_ms, buffered, bad_tags, updated_at)
     select c.id, s.state, to_timestamp(s."sinceMs" / 1000.0), s.reason->>'code', coalesce(s.reason->'params', '{}'),
       s."coveredUs", s."lastGoodUs", s."samplesPerS", s."lagMs", s.buffered, s."badTags", now()
     from jsonb_to_recordset($1) as s (id uuid, state text, "sinceMs" double precision, reason jsonb,
       "coveredUs" bigint, "lastGoodUs" bigint, "samplesPerS" double precision, "lagMs" double precision,
       buffered integer, "badTags" integer)
     join connection c on c.id = s.id
     on conflict (connection_id) do update set state = excluded.state, since = excluded.since,
       reason = excluded.reason, params = excluded.params, updated_at = excluded.updated_at,
       covered_us = coalesce(excluded.covered_us, connection_state.covered_us),
       last_good_us = coalesce(excluded.last_good_us, connection_state.last_good_us),
       samples_per_s = excluded.samples_per_s, lag_ms = excluded.lag_ms, buffered = excluded.buffered,
       bad_tags = excluded.bad_tags`,
    [JSON.stringify(states.map(({ id, observed }) => ({ id, ...observed })))],
  )
}

/** What is wrong with single tags; null takes it back. */
export async function writeProblems(pool: pg.Pool, problems: TagProblem[]): Promise<void> {
  await pool.query(
    `update connection_tag t set problem = nullif(p.problem, 'null'::jsonb)
     from jsonb_to_recordset($1) as p (key integer, problem jsonb) where t.tag_id = p.key`,
    [JSON.stringify(problems.map(({ key, problem }) => ({ key, problem: problem ?? null })))],
  )
}
