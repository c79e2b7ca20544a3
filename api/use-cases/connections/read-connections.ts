import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { connectionColumns } from './views.ts'
import type { ConnectionView } from './views.ts'

const from = 'from connection c left join connection_state s on s.connection_id = c.id'

/** All of a project, by name. */
export async function listConnections({ pool, projectId }: App): Promise<ConnectionView[]> {
  const { rows } = await pool.query<ConnectionView>(
    `select ${connectionColumns} ${from} where c.project_id = $1 and c.removed_at is null order by c.name limit 2000`,
    [projectId],
  )
  return rows
}

/** Throws DomainError 'connection-unknown'. */
export async function getConnection({ pool, projectId }: App, id: string): Promise<ConnectionView> {
  const { rows } = await pool.query<ConnectionView>(
    `select ${connectionColumns} ${from} where c.project_id = $1 and c.id = $2 and c.removed_at is null`,
    [projectId, id],
  )
  if (!rows[0]) throw new DomainError('connection-unknown', { id })
  return rows[0]
}
