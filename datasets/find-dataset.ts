import type pg from 'pg'
import type { StoredValue } from './store.ts'

/** The only way in which people name a dataset. */
export interface DatasetName {
  projectId: string
  runId: string
  node: string
  port: string
}

/** What a finished step left at an output port, or undefined. Nobody sees another project's. */
export async function findDataset(
  database: pg.Pool | pg.ClientBase,
  { projectId, runId, node, port }: DatasetName,
): Promise<StoredValue | undefined> {
  if (!isUuid(projectId) || !isUuid(runId)) return undefined
  const { rows } = await database.query<{ value: StoredValue | null }>(
    `select outputs -> $4 as value from step
     where project_id = $1 and run_id = $2 and node = $3 and status in ('done', 'reused')`,
    [projectId, runId, node, port],
  )
  return rows[0]?.value ?? undefined
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
