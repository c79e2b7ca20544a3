/** The newest runs of the project. */
import type { RunStatus } from '#pipeline/run-words.ts'
import type { App } from '../app.ts'

export interface RunSummary {
  run: string
  pipeline: string
  status: RunStatus
  createdAt: string
  durationMs: number | null
  /** First failed step with the code of its error. */
  failed: string | null
}

export async function listRuns(app: App, limit: number): Promise<RunSummary[]> {
  const { rows } = await app.pool.query<RunSummary>(
    `select r.id as run, r.pipeline_name as pipeline, r.status, to_json(r.created_at) #>> '{}' as "createdAt",
       (extract(epoch from r.finished_at - r.created_at) * 1000)::float8 as "durationMs",
       (select s.node || ': ' || (s.error->>'code') from step s where s.run_id = r.id and s.status = 'failed'
        order by s.position limit 1) as failed
     from run r where r.project_id = $1 order by r.created_at desc limit $2`,
    [app.projectId, limit],
  )
  return rows
}
