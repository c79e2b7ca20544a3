/** What happens to a request before anything looks at its meaning: limits of rate, number, depth and time. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Caller } from '../actor.ts'
import { isOfApi } from './api-paths.ts'
import { passesDepth } from './json-depth.ts'
import type { Limits } from './limits.ts'
import { TurnedAway } from './turned-away.ts'

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
  const turnedAway = new TurnedAway()
  server.decorate('admit', async (request: FastifyRequest, caller: Caller) => {
    request.caller = caller
    await noteWait(request, () => limits.takeForCaller(caller, callsOf(request))).catch((error: unknown) => {
      if (request.retryAfterS !== undefined) turnedAway.add(request, caller, request.retryAfterS)
      throw error
    })
  })
  server.addHook('onRequest', async (request, reply) => {
    if (!isOfApi(request)) return
    await noteWait(request, async () => {
      refuseAgain(request, turnedAway)
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

function refuseAgain(request: FastifyRequest, turnedAway: TurnedAway): void {
  const found = turnedAway.find(request)
  if (!found) return
  request.caller = found.caller
  throw new DomainError('too-many-requests', { retryAfterS: found.seconds })
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
