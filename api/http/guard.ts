/** What happens to a request before anything looks at its meaning: limits of rate, number, depth and time. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Caller } from '../actor.ts'
import { passesDepth } from './json-depth.ts'
import type { Limits } from './limits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** When to come again, for those who asked for too much. */
    retryAfterS?: number
  }
  interface FastifyInstance {
    /** Throws DomainError 'too-many-requests' when this caller has asked for too much. */
    admit(request: FastifyRequest, caller: Caller): Promise<void>
  }
}

/** Levels of a document, and of what it is wrapped in. */
export const maxDepth = 64 + 4

export function guardRequests(server: FastifyInstance, limits: Limits): void {
  server.decorate('admit', async (request: FastifyRequest, caller: Caller) => {
    request.caller = caller
    await noteWait(request, () => limits.takeForCaller(caller, callsOf(request)))
  })
  server.addHook('onRequest', async (request, reply) => {
    if (!isOfApi(request)) return
    await noteWait(request, async () => {
      await limits.takeForAddress(request.ip, callsOf(request))
      if (!isStream(request)) leaveAtEnd(reply, limits.enter())
    })
  })
  server.addHook('onSend', async ({ retryAfterS }, reply) => {
    if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS))
  })
  server.addHook('preHandler', async (request) => {
    const { input } = (request.query ?? {}) as { input?: unknown }
    for (const text of [request.body, input])
      if (typeof text === 'string' && !passesDepth(text, maxDepth))
        throw new DomainError('input-too-deep', { limit: maxDepth })
  })
}

/** How long to wait is also said in a header of the answer. */
async function noteWait(request: FastifyRequest, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof DomainError) request.retryAfterS = Number(error.params.retryAfterS)
    throw error
  }
}

/** A batch counts as often as it calls. */
function callsOf({ url }: FastifyRequest): number {
  const path = url.split('?', 1)[0]
  return path.startsWith('/trpc/') ? path.split(/,|%2c/i).length : 1
}

function isOfApi({ url }: FastifyRequest): boolean {
  return url.startsWith('/trpc') || url.startsWith('/api')
}

function isStream({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/event-stream') ?? false
}

function leaveAtEnd(reply: FastifyReply, leave: () => void): void {
  let isInside = true
  const onEnd = () => {
    if (isInside) leave()
    isInside = false
  }
  reply.raw.once('finish', onEnd).once('close', onEnd)
}
