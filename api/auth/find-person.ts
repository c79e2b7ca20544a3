/** The person of a session. */
import { tokenScopes } from '../actor.ts'
import type { Caller, Role } from '../actor.ts'
import type { App } from '../app.ts'

interface PersonRow {
  session_id: string
  user_id: string
  email: string
  is_administrator: boolean
  roles: Record<string, Role>
}

/** By its secret, or later, while a stream is open, by its id. */
export type SessionNamed = { token: string } | { id: string }

/** Undefined where the session has ended or the person may not sign in any more. */
export async function findPerson(
  { pool }: App,
  session: SessionNamed,
  address?: string,
): Promise<Caller | undefined> {
  const [column, value] = 'token' in session ? ['s.token', session.token] : ['s.id', session.id]
  const { rows } = await pool.query<PersonRow>(
    `select s.id as session_id, u.id as user_id, u.email, u.is_administrator, coalesce(
       (select jsonb_object_agg(m.project_id, m.role) from membership m where m.user_id = u.id), '{}') as roles
     from user_session s join app_user u on u.id = s.user_id
     where ${column} = $1 and s.expires_at > now() and u.deactivated_at is null`,
    [value],
  )
  if (!rows[0]) return undefined
  const { session_id, user_id, email, is_administrator, roles } = rows[0]
  return {
    actor: { kind: 'person', id: user_id, name: email, address },
    roles: new Map(Object.entries(roles)),
    isAdministrator: is_administrator,
    scopes: tokenScopes,
    userId: user_id,
    credential: { kind: 'session', id: session_id },
  }
}
