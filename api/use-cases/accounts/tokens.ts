/** Tokens of programs: made, rotated, revoked by the person they act for. */
import { v7 as uuid } from 'uuid'
import { DomainError } from '#pipeline/domain-error.ts'
import { hasRole } from '../../actor.ts'
import type { Caller, Role, TokenScope } from '../../actor.ts'
import type { App } from '../../app.ts'
import { hashSecret, newSecret } from '../../auth/secrets.ts'
import { makeChange, stateHash } from './change.ts'
import { personOf } from './profile.ts'
import type { Transaction } from './with-auth.ts'

export interface NewToken {
  name: string
  scopes: TokenScope[]
  roles: { projectId: string; role: Role }[]
  expiresInDays: number
}

/** The secret is shown this once. */
export interface ShownToken {
  id: string
  secret: string
  expiresAt: string | null
}

const dayMs = 24 * 3_600_000

/**
 * No token may do more than whoever makes it: throws DomainError 'project-unknown' for a project that does not exist for
 * the caller, 'not-allowed' for a higher role, 'scope-missing' for another scope.
 */
export async function createToken(app: App, caller: Caller, wanted: NewToken): Promise<ShownToken> {
  const ownerId = personOf(caller)
  refuseMore(caller, wanted)
  const expiresAt = new Date(Date.now() + wanted.expiresInDays * dayMs)
  const { name, scopes, roles } = wanted
  return makeChange(app, undefined, async (transaction) => {
    const token = await insertToken(transaction, { name, scopes, roles, expiresAt, ownerId })
    const after = stateHash({ name, scopes, roles, expiresAt: expiresAt.toISOString() })
    return {
      result: token,
      change: { action: 'token.create', object: { kind: 'token', id: token.id }, after },
    }
  })
}

function refuseMore(
  { roles, scopes }: Caller,
  wanted: { scopes: readonly string[]; roles: readonly { projectId: string; role: string }[] },
): void {
  for (const { projectId, role } of wanted.roles) {
    const own = roles.get(projectId)
    if (own === undefined) throw new DomainError('project-unknown')
    if (!hasRole(own, role as Role)) throw new DomainError('not-allowed', { role })
  }
  for (const scope of wanted.scopes)
    if (!scopes.includes(scope as TokenScope)) throw new DomainError('scope-missing', { scope })
}

interface TokenContent {
  name: string
  scopes: string[]
  roles: { projectId: string; role: string }[]
  expiresAt: Date | null
  ownerId: string
}

async function insertToken(
  transaction: Transaction,
  { roles, ...content }: TokenContent,
): Promise<ShownToken> {
  const [id, secret] = [uuid(), newSecret()]
  await transaction.apiToken.create({
    data: { id, hash: hashSecret(secret), ...content, roles: { create: roles } },
  })
  return { id, secret, expiresAt: content.expiresAt?.toISOString() ?? null }
}

/**
 * A new secret with the same rights for as long as the old one was made for; the old one works for `overlapMinutes` more.
 * Throws DomainError 'program-token-unknown', or what `createToken` throws where a token asks for more than it has.
 */
export async function rotateToken(
  app: App,
  caller: Caller,
  { id, overlapMinutes }: { id: string; overlapMinutes: number },
): Promise<ShownToken> {
  const ownerId = personOf(caller)
  return makeChange(app, undefined, async (transaction) => {
    await transaction.$executeRaw`select id from api_token where id = ${id}::uuid for update`
    const old = await transaction.apiToken.findFirst({
      where: { id, ownerId, ...working() },
      include: { roles: true },
    })
    if (!old || old.replacedBy) throw new DomainError('program-token-unknown')
    const { name, scopes, createdAt } = old
    const roles = old.roles.map(({ projectId, role }) => ({ projectId, role }))
    // A person's small token must not get hold of a greater one.
    if (caller.credential?.kind === 'token') refuseMore(caller, { scopes, roles })
    const lifeMs = old.expiresAt && old.expiresAt.getTime() - createdAt.getTime()
    const expiresAt = lifeMs === null ? null : new Date(Date.now() + lifeMs)
    const token = await insertToken(transaction, { name, scopes, roles, expiresAt, ownerId })
    const until = Math.min(Date.now() + overlapMinutes * 60_000, old.expiresAt?.getTime() ?? Infinity)
    await transaction.apiToken.update({
      where: { id },
      data: { expiresAt: new Date(until), replacedBy: token.id },
    })
    const change = {
      action: 'token.rotate',
      object: { kind: 'token', id },
      after: stateHash({ successor: token.id }),
    }
    return { result: token, change }
  })
}

function working() {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] }
}

/** Own tokens; administrators those of everybody. Throws DomainError 'program-token-unknown'. */
export async function revokeToken(app: App, caller: Caller, id: string): Promise<void> {
  await makeChange(app, undefined, async (transaction) => {
    const owner = caller.isAdministrator ? {} : { ownerId: personOf(caller) }
    const { count } = await transaction.apiToken.updateMany({
      where: { id, revokedAt: null, kind: 'program', ...owner },
      data: { revokedAt: new Date() },
    })
    if (count === 0) throw new DomainError('program-token-unknown')
    return { result: undefined, change: { action: 'token.revoke', object: { kind: 'token', id } } }
  })
}

/** Everything about a token but its secret, which nobody knows. */
export interface ListedToken {
  id: string
  name: string
  owner: string
  scopes: TokenScope[]
  roles: { projectId: string; role: Role }[]
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
  replacedBy: string | null
}

/** Own ones, or, without `ownerId`, those of everybody. */
export async function listTokens({ prisma }: App, ownerId?: string): Promise<ListedToken[]> {
  const tokens = await prisma.apiToken.findMany({
    where: { kind: 'program', ownerId },
    include: { roles: true, owner: true },
    orderBy: { createdAt: 'desc' },
  })
  return tokens.map(({ id, name, owner, scopes, roles, replacedBy, ...times }) => ({
    ...{ id, name, owner: owner?.email ?? '', scopes: scopes as TokenScope[], replacedBy },
    roles: roles.map(({ projectId, role }) => ({ projectId, role: role as Role })),
    createdAt: times.createdAt.toISOString(),
    expiresAt: times.expiresAt?.toISOString() ?? null,
    lastUsedAt: times.lastUsedAt?.toISOString() ?? null,
    revokedAt: times.revokedAt?.toISOString() ?? null,
  }))
}
