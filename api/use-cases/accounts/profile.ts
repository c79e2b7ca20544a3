/** What callers may know and change of themselves. */
import { DomainError } from '#pipeline/domain-error.ts'
import type { Caller, Role, TokenScope } from '../../actor.ts'
import type { App } from '../../app.ts'
import { makeChange, stateHash } from './change.ts'

export interface Profile {
  /** Null for a token of nobody: the local one. */
  id: string | null
  kind: 'person' | 'token' | 'system'
  name: string
  email: string | null
  language: string | null
  theme: string | null
  isAdministrator: boolean
  scopes: TokenScope[]
  projects: { id: string; name: string; role: Role }[]
}

export async function readProfile({ prisma }: App, caller: Caller): Promise<Profile> {
  const { actor, userId } = caller
  const user = userId === undefined ? null : await prisma.appUser.findUnique({ where: { id: userId } })
  return {
    id: userId ?? null,
    kind: actor.kind as Profile['kind'],
    name: user?.name ?? actor.name,
    email: user?.email ?? null,
    language: user?.language ?? null,
    theme: user?.theme ?? null,
    isAdministrator: caller.isAdministrator,
    scopes: [...caller.scopes],
    projects: await listProjects(prisma, caller),
  }
}

/** The projects that exist for a caller. */
export async function listProjects(prisma: App['prisma'], { roles }: Caller): Promise<Profile['projects']> {
  const projects = await prisma.project.findMany({
    where: { id: { in: [...roles.keys()] } },
    orderBy: { name: 'asc' },
  })
  return projects.map(({ id, name }) => ({ id, name, role: roles.get(id) as Role }))
}

export interface ProfileChange {
  name?: string
  language?: string | null
  theme?: string | null
}

export async function changeProfile(app: App, caller: Caller, changes: ProfileChange): Promise<void> {
  const id = personOf(caller)
  await makeChange(app, undefined, async (transaction) => {
    const select = { name: true, language: true, theme: true }
    const before = await transaction.appUser.findUniqueOrThrow({ where: { id }, select })
    const after = await transaction.appUser.update({ where: { id }, data: changes, select })
    const object = { kind: 'user', id }
    const change = { action: 'user.profile', object, before: stateHash(before), after: stateHash(after) }
    return { result: undefined, change }
  })
}

/** Throws DomainError 'person-needed' for the local token, which is nobody's. */
export function personOf({ userId }: Caller): string {
  if (userId === undefined) throw new DomainError('person-needed')
  return userId
}
