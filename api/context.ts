/** What is known about a request before its procedure runs. */
import type { FastifyRequest } from 'fastify'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from './app.ts'
import { findCaller } from './auth/find-caller.ts'
import type { Context } from './trpc.ts'

export async function makeContext(app: App, request: FastifyRequest): Promise<Context> {
  const caller = await findCaller(app, request)
  return { app, caller, requestId: request.id, language: languageOf(request) }
}

/** German for those whose browser prefers it, English for all others. */
function languageOf(request: FastifyRequest): Language {
  return /^\s*de\b/i.test(request.headers['accept-language'] ?? '') ? 'de' : 'en'
}
