/** The one kind of procedure of the gateway: rights from the table, refusals as codes, changes on record. */
import { initTRPC } from '@trpc/server'
import type { OpenApiMeta } from 'trpc-to-openapi'
import { z } from 'zod'
import type { Language } from '#pipeline/render-text.ts'
import type { Caller } from './actor.ts'
import type { App } from './app.ts'
import { authorise } from './authorise.ts'
import { describeError, toTransportError } from './errors.ts'
import { currentRequestId } from './http/request-store.ts'
import { scanInput } from './http/scan-input.ts'
import type { WebSession } from './web-session.ts'

/** What every procedure gets; `app` is that of the project the input names, and acts for the caller. */
export interface Context {
  app: App
  caller: Caller
  requestId: string
  language: Language
  /** The browser's session, where the request came by HTTP. */
  web?: WebSession
}

const t = initTRPC
  .context<Context>()
  .meta<OpenApiMeta>()
  .create({
    // A stream that says nothing is alive as long as it pings; a client that hears none comes again.
    sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      ...describeError(error, { requestId: ctx?.requestId ?? currentRequestId() }),
    }),
  })

export const router = t.router
export const mergeRouters = t.mergeRouters
export const createCallerFactory = t.createCallerFactory

/** Names the project an input is about; every input of a procedure of scope `project` has it. */
export const projectInput = z.strictObject({ projectId: z.uuid() })

/** Throws 401, 403 (own project, role too low) or 404 (other project) before the input is looked at. */
export const procedure = t.procedure.use(async ({ ctx, path, type, getRawInput, next }) => {
  try {
    const app = await authorise(ctx, path, getRawInput)
    scanInput(await getRawInput(), type)
    const result = await next({ ctx: { ...ctx, app } })
    if (!result.ok) result.error = toTransportError(result.error)
    return result
  } catch (error) {
    throw toTransportError(error)
  }
})
