/** Whether a caller may do something, and with which project's app it is done. */
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import { hasRole } from './actor.ts'
import type { Caller, Role } from './actor.ts'
import { forProject } from './app.ts'
import type { App } from './app.ts'
import { permissions } from './permissions.ts'

export interface Request {
  app: App
  caller: Caller
  requestId: string
}

const projectNamed = z.looseObject({ projectId: z.uuid() })

/**
 * The app to act with: that of the project the input names, for this caller. Throws DomainError 'not-signed-in',
 * 'scope-missing', 'not-allowed' (own project, role too low) or 'project-unknown' (any other project).
 */
export async function authorise(
  { app, caller, requestId }: Request,
  path: string,
  readInput: () => unknown,
): Promise<App> {
  const permission = Object.hasOwn(permissions, path) ? permissions[path] : undefined
  if (!permission) throw new Error(`${path} is not in the authorisation table`)
  const scoped = { ...app, actor: caller.actor, requestId }
  if (permission.scope === 'public') return scoped
  if (caller.actor.kind === 'anonymous') throw new DomainError('not-signed-in')
  // What does not exist for a caller is refused first: nothing else may tell of it.
  const project = permission.scope === 'project' ? projectOf(caller, await readInput()) : undefined
  if (!caller.scopes.includes(permission.token))
    throw new DomainError('scope-missing', { scope: permission.token })
  if (permission.scope === 'system' && !caller.isAdministrator)
    throw new DomainError('not-allowed', { role: 'administrator' })
  if (permission.scope !== 'project' || !project) return scoped
  if (!hasRole(project.role, permission.role)) throw new DomainError('not-allowed', { role: permission.role })
  return forProject(scoped, project.id)
}

/** Throws DomainError 'project-unknown' unless the input names a project that the caller is in. */
function projectOf({ roles }: Caller, input: unknown): { id: string; role: Role } {
  const id = projectNamed.safeParse(input).data?.projectId
  const role = id === undefined ? undefined : roles.get(id)
  if (id === undefined || role === undefined) throw new DomainError('project-unknown')
  return { id, role }
}
