/** What the authorisation table means, said a second time: which refusal a caller gets, or none. */
import { roles } from '#api/actor.ts'
import type { Permission } from '#api/permissions.ts'
import type { WalkCaller } from './callers.ts'

/** Where the objects of an input are, seen from the caller's project. */
export type Target = 'own' | 'other' | 'nowhere'

/** The code of the refusal; undefined where the call is let through. */
export function expectedRefusal(
  permission: Permission,
  caller: WalkCaller,
  target: Target,
): string | undefined {
  if (permission.scope === 'public') return undefined
  if (caller.userId === undefined) return 'not-signed-in'
  const isMember = target === 'own' && caller.role !== undefined
  if (permission.scope === 'project' && !isMember) return 'project-unknown'
  if (!caller.scopes.includes(permission.token)) return 'scope-missing'
  if (permission.scope === 'system') return caller.isAdministrator ? undefined : 'not-allowed'
  if (permission.scope === 'signed-in') return undefined
  const rank = caller.role === undefined ? -1 : roles.indexOf(caller.role)
  return rank >= roles.indexOf(permission.role) ? undefined : 'not-allowed'
}

export const statusOf: Readonly<Record<string, number>> = {
  'not-signed-in': 401,
  'project-unknown': 404,
  'scope-missing': 403,
  'not-allowed': 403,
}
