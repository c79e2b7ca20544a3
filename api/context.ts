/** What is known about a request before its procedure runs. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from './app.ts'
import { findCaller } from './auth/find-caller.ts'
import { toTransportError } from './errors.ts'
import type { Context } from './trpc.ts'
import { webSessionOf } from './web-session.ts'

export async function makeContext(app: App, request: FastifyRequest, reply?: FastifyReply): Promise<Context> {
  try {
    const caller = await findCaller(app, request)
    await request.server.admit(request, caller)
    const web = reply && webSessionOf(request, reply)
    return { app, caller, requestId: request.id, language: languageOf(request), web }
  } catch (error) {
    throw toTransportError(error)
  }
}

/** German for those whose browser prefers it, English for all others. */
function languageOf(request: FastifyRequest): Language {
  return /^\s*de\b/i.test(request.headers['accept-language'] ?? '') ? 'de' : 'en'
}
