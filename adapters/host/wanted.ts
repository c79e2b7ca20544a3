/** What people want of the host: read from the database as a whole, compared by content. */
import type pg from 'pg'
import type { ValueType } from '#adapters/sample-batch.ts'

export interface WantedTag {
  id: number
  name: string
  type: Exclude<ValueType, 'none'>
  unit: string | null
  staleAfterMs: number | null
  address: unknown
  intervalMs: number
  setup: unknown
}

export interface WantedConnection {
  id: string
  projectId: string
  name: string
  protocol: string
  adapterVersion: number
  config: unknown
  desired: 'running' | 'paused'
  staleAfterMs: number
  /** What a host before us knew to be complete: epoch µs. */
  coveredUs: number | null
  lastGoodUs: number | null
  /** Rises with every decision about a certificate. */
  decisions: string | null
  tags: WantedTag[]
}

/** All connections that are not removed. */
export async function readWanted(pool: pg.Pool): Promise<WantedConnection[]> {
  const { rows } = await pool.query<WantedConnection>(
    `select c.id, c.project_id as "projectId", c.name, c.protocol, c.adapter_version as "adapterVersion", c.config,
       c.desired, c.stale_after_ms as "staleAfterMs", s.covered_us::double precision as "coveredUs",
       s.last_good_us::double precision as "lastGoodUs",
       (select max(decided_at)::text || count(*) from connection_certificate d
        where d.connection_id = c.id and d.state <> 'seen') as decisions,
       coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name, 'type', t.value_type, 'unit', t.unit,
           'staleAfterMs', t.stale_after_ms, 'address', ct.address, 'intervalMs', ct.interval_ms,
           'setup', ct.setup) order by t.id)
         from connection_tag ct join tag t on t.id = ct.tag_id where ct.connection_id = c.id), '[]') as tags
     from connection c left join connection_state s on s.connection_id = c.id
     where c.removed_at is null order by c.id`,
  )
  return rows
}

/** Of what makes a new session necessary. */
export function sessionKey({
  protocol,
  adapterVersion,
  config,
  desired,
  decisions,
}: WantedConnection): string {
  return JSON.stringify([protocol, adapterVersion, config, desired, decisions])
}
