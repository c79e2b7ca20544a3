/** The program behind a token, with what the token and its owner both may do: nothing that concerns the installation. */
import { userInfo } from 'node:os'
import { DomainError } from '#pipeline/domain-error.ts'
import { roles as allRoles } from '../actor.ts'
import type { Actor, Caller, Role, TokenScope } from '../actor.ts'
import type { App } from '../app.ts'
import { hashSecret } from './secrets.ts'

interface TokenRow {
  id: string
  name: string
  kind: 'program' | 'local'
  owner_id: string | null
  scopes: TokenScope[]
  roles: Record<string, Role>
  owner_roles: Record<string, Role>
  is_use_due: boolean
}

/** Throws DomainError 'token-unknown' for whatever is not a valid token: wrong, expired, revoked, of nobody active. */
export async function findProgram(app: App, authorization: string, address: string): Promise<Caller> {
  const secret = /^bearer\s+(\S{1,200})$/i.exec(authorization)?.[1]
  const token = secret && (await readToken(app, { hash: hashSecret(secret) }))
  if (!token) throw new DomainError('token-unknown')
  if (token.is_use_due)
    await app.pool.query('update api_token set last_used_at = now() where id = $1', [token.id])
  return callerOf(token, address)
}

/** The program later, while a stream is open, by its token's id; undefined once the token has ended. */
export async function findProgramAgain(app: App, id: string, address?: string): Promise<Caller | undefined> {
  const token = await readToken(app, { id })
  return token && callerOf(token, address)
}

function callerOf(token: TokenRow, address: string | undefined): Caller {
  return {
    actor: actorOf(token, address),
    roles: limitedRoles(token),
    isAdministrator: false,
    scopes: token.scopes,
    userId: token.owner_id ?? undefined,
    credential: { kind: 'token', id: token.id },
  }
}

/** The last use is written down once a minute at most. */
async function readToken(
  { pool }: App,
  token: { hash: string } | { id: string },
): Promise<TokenRow | undefined> {
  const [column, value] = 'hash' in token ? ['t.hash', token.hash] : ['t.id', token.id]
  const { rows } = await pool.query<TokenRow>(
    `select t.id, t.name, t.kind, t.owner_id, t.scopes,
       coalesce((select jsonb_object_agg(r.project_id, r.role) from api_token_role r where r.token_id = t.id), '{}')
         as roles,
       coalesce((select jsonb_object_agg(m.project_id, m.role) from membership m where m.user_id = u.id), '{}')
         as owner_roles,
       t.last_used_at is null or t.last_used_at < now() - interval '1 minute' as is_use_due
     from api_token t left join app_user u on u.id = t.owner_id
     where ${column} = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
       and (t.kind = 'local' or (u.id is not null and u.deactivated_at is null))`,
    [value],
  )
  return rows[0]
}

/** The local token is named after the operating system's user, whom the command line acts for. */
function actorOf({ id, name, kind }: TokenRow, address: string | undefined): Actor {
  if (kind === 'program') return { kind: 'token', id, name, address }
  return { kind: 'system', id: `os:${userInfo().uid}`, name, address }
}

/** A token never does what its owner may not do, or may do no longer. */
function limitedRoles({ kind, roles, owner_roles }: TokenRow): Map<string, Role> {
  if (kind === 'local') return new Map(Object.entries(roles))
  const limited = Object.entries(roles).flatMap(([project, role]): [string, Role][] => {
    const owner = owner_roles[project]
    return owner === undefined ? [] : [[project, lower(role, owner)]]
  })
  return new Map(limited)
}

function lower(one: Role, other: Role): Role {
  return allRoles[Math.min(allRoles.indexOf(one), allRoles.indexOf(other))]
}
