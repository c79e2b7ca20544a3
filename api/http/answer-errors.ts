/** Errors of the server itself in the same words as those of procedures: code, params, fieldErrors, requestId. */
import { TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '#pipeline/domain-error.ts'
import { describeError, toTransportError } from '../errors.ts'

/** What the server's own statuses are called. */
const codes: Readonly<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST', 404: 'NOT_FOUND', 405: 'METHOD_NOT_SUPPORTED', 408: 'TIMEOUT', 413: 'PAYLOAD_TOO_LARGE',
  414: 'BAD_REQUEST', 415: 'UNSUPPORTED_MEDIA_TYPE', 429: 'TOO_MANY_REQUESTS',
} // prettier-ignore

/** Answers, or says that it has no answer. */
export type Fallback = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | false

/** To be called before routes are registered, whose errors it answers. */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply))
}

/** What no route answers. */
export function answerUnknown(server: FastifyInstance, fallback?: Fallback): void {
  server.setNotFoundHandler((request, reply) => {
    const answered = fallback?.(request, reply) || false
    return answered || sendError(new TRPCError({ code: 'NOT_FOUND' }), request, reply)
  })
}

const databaseRetryS = 1

/** Answers with the refusal, or with `internal` and a line in the log. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wrapped = toKnownError(error)
  if (wrapped.code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'failed')
  const { data } = describeError(wrapped, { requestId: request.id })
  if (data.code === 'database-away') request.retryAfterS ??= databaseRetryS
  return reply
    .header('x-request-id', request.id)
    .code(data.httpStatus)
    .type('application/json')
    .send(inShape(request.url, wrapped, data))
}

/** Text of an answer where there is no request: the bytes were no HTTP, or came too slowly. */
export function plainErrorBody(status: number, requestId?: string): { status: number; body: string } {
  const { data } = describeError(new TRPCError({ code: codes[status] ?? 'BAD_REQUEST' }), { requestId })
  return { status, body: JSON.stringify(data) }
}

function toKnownError(error: unknown): TRPCError {
  const { statusCode } = error as Partial<FastifyError>
  if (error instanceof DomainError || statusCode === undefined || statusCode >= 500)
    return toTransportError(error)
  return new TRPCError({ code: codes[statusCode] ?? 'BAD_REQUEST' })
}

/** Clients of procedures look for the error in an envelope of its own. */
function inShape(url: string, error: TRPCError, data: { code: string }): unknown {
  if (!url.startsWith('/trpc/')) return data
  return { error: { message: data.code, code: TRPC_ERROR_CODES_BY_KEY[error.code], data } }
}
