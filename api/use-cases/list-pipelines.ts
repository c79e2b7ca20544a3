/** The pipelines of a project, those that were changed last first. */
import { z } from 'zod'
import { runStatuses } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'
import { cutPage, readCursor } from '../cursor.ts'
import { shownName } from './shown-name.ts'

export const pipelineSummarySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Of the newest version, as are hash and who saved it. */
  revision: z.int(),
  hash: z.string(),
  updatedAt: z.string(),
  /** Null: before this was kept. */
  savedBy: z.string().nullable(),
  archivedAt: z.string().nullable(),
  lastRun: z.strictObject({ run: z.uuid(), status: z.enum(runStatuses), createdAt: z.string() }).nullable(),
})
export type PipelineSummary = z.infer<typeof pipelineSummarySchema>

export interface PipelinesRequest {
  cursor?: string
  limit: number
  /** Part of the name or id, whatever its case. */
  search?: string
  /** Default: those that are not archived. */
  archived?: 'no' | 'only' | 'all'
}

export interface PipelinePage {
  items: PipelineSummary[]
  nextCursor: string | null
}

/** Throws DomainError 'cursor-invalid'. */
export async function listPipelines(
  { pool, projectId }: App,
  request: PipelinesRequest,
): Promise<PipelinePage> {
  const [time, id] = readCursor(request.cursor) ?? [null, null]
  const { rows } = await pool.query<PipelineSummary>(
    `select p.id, p.name, p.revision, v.hash, to_json(p.updated_at) #>> '{}' as "updatedAt", ${shownName('v.saved_by')} as "savedBy",
       to_json(p.archived_at) #>> '{}' as "archivedAt",
       (select json_build_object('run', r.id, 'status', r.status, 'createdAt', r.created_at) from run r
        where r.project_id = p.project_id and r.pipeline_id = p.id
        order by r.created_at desc, r.id desc limit 1) as "lastRun"
     from pipeline p join pipeline_version v
       on v.project_id = p.project_id and v.pipeline_id = p.id and v.revision = p.revision
     where p.project_id = $1
       and ($2::timestamptz is null or (p.updated_at, p.id) < ($2, $3))
       and ($4 = 'all' or (p.archived_at is not null) = ($4 = 'only'))
       and ($5::text is null or p.name ilike $5 or p.id ilike $5)
     order by p.updated_at desc, p.id desc limit $6`,
    [projectId, time, id, request.archived ?? 'no', patternOf(request.search), request.limit + 1],
  )
  return cutPage(rows, request.limit, (row) => [row.updatedAt, row.id])
}

function patternOf(search: string | undefined): string | null {
  return search === undefined ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`
}
