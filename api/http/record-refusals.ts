/** Puts every refusal on record before it is answered. */
import type { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { anonymous } from '../actor.ts'
import type { Caller } from '../actor.ts'
import type { Refusals } from '../audit/refusals.ts'
import { describeError } from '../errors.ts'
import { isOfApi } from './api-paths.ts'
import { refusedObject } from './refused-object.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it, as soon as that is known. */
    caller?: Caller
    /** Refusals of single calls that are being written. */
    refusals?: Promise<void>[]
  }
}

interface FailedCall {
  error: TRPCError
  path?: string
  input: unknown
  req: FastifyRequest
}

/** Returns what is to be told of every procedure call that failed. */
export function recordRefusals(server: FastifyInstance, refusals: Refusals): (failed: FailedCall) => void {
  server.addHook('onSend', async (request, reply, payload) => {
    if (request.refusals) await Promise.all(request.refusals)
    else if (isRefusal(reply.statusCode) && isOfApi(request)) {
      await refusals.record({ ...whoseRefusal(request), ...plainRefusal(request, payload) })
    }
    return payload
  })
  return ({ error, path, input, req }) => {
    const { httpStatus, code } = describeError(error).data
    if (!isRefusal(httpStatus)) {
      if (httpStatus === 500) req.log.error({ err: error.cause ?? error, path }, 'failed')
      return
    }
    const caller = req.caller ?? anonymous(req.ip)
    const { object, projectId } = refusedObject(caller, path ?? '', input)
    const action = path || 'request'
    const refused = { actor: caller.actor, requestId: req.id, projectId, action, object, code }
    ;(req.refusals ??= []).push(refusals.record(refused))
  }
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500
}

function whoseRefusal(request: FastifyRequest) {
  return { actor: (request.caller ?? anonymous(request.ip)).actor, requestId: request.id }
}

function plainRefusal(request: FastifyRequest, payload: unknown) {
  const route = request.routeOptions.url ?? 'request'
  const params = (request.params ?? {}) as Record<string, unknown>
  const { object, projectId } = refusedObject(request.caller ?? anonymous(), route, params)
  return { action: `${request.method} ${route}`, object, projectId, code: codeOf(payload) }
}

function codeOf(payload: unknown): string {
  try {
    const { code, error } = JSON.parse(String(payload)) as { code?: unknown; error?: { message?: unknown } }
    return String(error?.message ?? code ?? 'refused')
  } catch {
    return 'refused' // an answer without a code
  }
}
