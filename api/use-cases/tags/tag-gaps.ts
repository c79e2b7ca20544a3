/** When samples of a tag are missing, and why. */
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'

export const gapSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  cause: z.string(),
  /** Null: nobody knows how many. */
  count: z.number().nullable(),
})
export type GapView = z.infer<typeof gapSchema>

/** Newest first, its own and those of its whole connection; at most 1000. Throws DomainError 'tag-unknown'. */
export async function listGaps(
  { pool, projectId }: App,
  request: { tag: number; from: string; to: string },
): Promise<GapView[]> {
  const { rows: known } = await pool.query<{ connection: string | null }>(
    `select (select connection_id from connection_tag c where c.tag_id = t.id) as connection
     from tag t where t.id = $1 and t.project_id = $2`,
    [request.tag, projectId],
  )
  if (!known[0]) throw new DomainError('tag-unknown', { id: request.tag })
  const { rows } = await pool.query<GapView>(
    `select to_json(to_timestamp(from_us / 1000000.0)) #>> '{}' as "from",
       to_json(to_timestamp(to_us / 1000000.0)) #>> '{}' as "to", cause, count::double precision as count
     from gap where (tag_id = $1 or (tag_id is null and connection_id = $2::uuid))
       and to_us >= extract(epoch from $3::timestamptz) * 1000000 and from_us <= extract(epoch from $4::timestamptz) * 1000000
     order by from_us desc limit 1000`,
    [request.tag, known[0].connection, request.from, request.to],
  )
  return rows
}
