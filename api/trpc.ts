/** The one kind of procedure of the gateway: rights from the table, refusals as codes, changes on record. */
import { initTRPC } from '@trpc/server'
import type { OpenApiMeta } from 'trpc-to-openapi'
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Language } from '#pipeline/render-text.ts'
import { hasRole } from './actor.ts'
import type { Caller } from './actor.ts'
import { forProject } from './app.ts'
import type { App } from './app.ts'
import { describeError, toTransportError } from './errors.ts'
import { permissions } from './permissions.ts'
import type { Permission } from './permissions.ts'

/** What every procedure gets; `app` is that of the project the input names, and acts for the caller. */
export interface Context {
  app: App
  caller: Caller
  requestId: string
  language: Language
}

const t = initTRPC
  .context<Context>()
  .meta<OpenApiMeta>()
  .create({
    errorFormatter: ({ shape, error, ctx }) => ({ ...shape, ...describeError(error, ctx) }),
  })

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** Names the project an input is about; every input of a procedure of scope `project` has it. */
export const projectInput = z.strictObject({ projectId: z.uuid() })

/** Throws 401, 403 (own project, role too low) or 404 (other project) before the input is looked at. */
export const procedure = t.procedure.use(async ({ ctx, path, getRawInput, next }) => {
  try {
    const permission = Object.hasOwn(permissions, path) ? permissions[path] : undefined
    if (!permission) throw new Error(`${path} is not in the authorisation table`)
    const app = await authorise(ctx, permission, getRawInput)
    const result = await next({ ctx: { ...ctx, app } })
    if (!result.ok) result.error = toTransportError(result.error)
    return result
  } catch (error) {
    throw toTransportError(error)
  }
})

async function authorise(ctx: Context, permission: Permission, input: () => Promise<unknown>): Promise<App> {
  const { caller, app, requestId } = ctx
  const scope = { actor: caller.actor, requestId }
  if (permission.scope === 'public') return { ...app, ...scope }
  if (caller.actor.kind === 'anonymous') throw new DomainError('not-signed-in')
  if (!caller.scopes.includes(permission.token))
    throw new DomainError('scope-missing', { scope: permission.token })
  if (permission.scope === 'signed-in') return { ...app, ...scope }
  if (permission.scope === 'system') {
    if (!caller.isAdministrator) throw new DomainError('not-allowed', { role: 'administrator' })
    return { ...app, ...scope }
  }
  const named = projectInput.loose().safeParse(await input())
  const projectId = named.data?.projectId
  const role = projectId === undefined ? undefined : caller.roles.get(projectId)
  if (projectId === undefined || role === undefined) throw new DomainError('project-unknown')
  if (!hasRole(role, permission.role)) throw new DomainError('not-allowed', { role: permission.role })
  return { ...forProject(app, projectId), ...scope }
}
