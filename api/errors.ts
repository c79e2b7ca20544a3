/** The one place where refusals become statuses of the transport, and where nothing else leaves the gateway. */
import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'
import { ZodError } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import { isConnectionError } from './use-cases/connection-error.ts'

type Status = TRPC_ERROR_CODE_KEY

/** Codes that are not a plain mistake in the request (400). */
const statuses: Readonly<Record<string, Status>> = {
  'not-signed-in': 'UNAUTHORIZED',
  'token-unknown': 'UNAUTHORIZED',
  'sign-in-refused': 'UNAUTHORIZED',
  'origin-refused': 'FORBIDDEN',
  'person-needed': 'FORBIDDEN',
  'session-needed': 'FORBIDDEN',
  'link-unknown': 'NOT_FOUND',
  'user-unknown': 'NOT_FOUND',
  'program-token-unknown': 'NOT_FOUND',
  'user-exists': 'CONFLICT',
  'project-exists': 'CONFLICT',
  'too-many-views': 'CONFLICT',
  'too-many-kept': 'CONFLICT',
  'name-taken': 'CONFLICT',
  'kept-unknown': 'NOT_FOUND',
  'annotation-unknown': 'NOT_FOUND',
  'last-administrator': 'CONFLICT',
  'scope-missing': 'FORBIDDEN',
  'not-allowed': 'FORBIDDEN',
  'project-unknown': 'NOT_FOUND',
  'run-unknown': 'NOT_FOUND',
  'output-unknown': 'NOT_FOUND',
  'node-unknown': 'NOT_FOUND',
  'block-unknown': 'NOT_FOUND',
  'file-unknown': 'NOT_FOUND',
  'resource-unknown': 'NOT_FOUND',
  'connection-unknown': 'NOT_FOUND',
  'connection-exists': 'CONFLICT',
  'certificate-unknown': 'NOT_FOUND',
  'tag-unknown': 'NOT_FOUND',
  'tag-exists': 'CONFLICT',
  'asset-unknown': 'NOT_FOUND',
  'asset-exists': 'CONFLICT',
  'asset-in-use': 'CONFLICT',
  'adapter-host-away': 'SERVICE_UNAVAILABLE',
  'intake-full': 'SERVICE_UNAVAILABLE',
  'pool-away': 'SERVICE_UNAVAILABLE',
  'column-unknown': 'NOT_FOUND',
  'pipeline-missing': 'NOT_FOUND',
  'payload-unreadable': 'CONFLICT',
  'upload-too-large': 'PAYLOAD_TOO_LARGE',
  'revision-conflict': 'CONFLICT',
  'pipeline-archived': 'CONFLICT',
  'key-used-otherwise': 'CONFLICT',
  'run-over': 'CONFLICT',
  'run-open': 'CONFLICT',
  'too-many-requests': 'TOO_MANY_REQUESTS',
  'engine-away': 'SERVICE_UNAVAILABLE',
  'database-away': 'SERVICE_UNAVAILABLE',
}

/** A refusal or a wrong input keeps what it says; everything else is an internal error without details. */
export function toTransportError(error: unknown): TRPCError {
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error
  if (cause instanceof DomainError)
    return new TRPCError({ code: statuses[cause.code] ?? 'BAD_REQUEST', message: cause.code, cause })
  if (isConnectionError(cause)) return toTransportError(new DomainError('database-away'))
  if (error instanceof TRPCError) return error
  if (error instanceof ZodError) return new TRPCError({ code: 'BAD_REQUEST', cause: error })
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause })
}

/** What a client is told: never a stack, SQL or a path. */
export interface ErrorDescription {
  message: string
  data: {
    code: string
    httpStatus: number
    params: Record<string, unknown>
    /** Problems by dotted path of the input. */
    fieldErrors: Record<string, string[]>
    requestId?: string
  }
}

const httpStatuses: Partial<Record<Status, number>> = {
  BAD_REQUEST: 400, UNAUTHORIZED: 401, FORBIDDEN: 403, NOT_FOUND: 404, METHOD_NOT_SUPPORTED: 405, TIMEOUT: 408,
  CONFLICT: 409, PAYLOAD_TOO_LARGE: 413, UNSUPPORTED_MEDIA_TYPE: 415, TOO_MANY_REQUESTS: 429, SERVICE_UNAVAILABLE: 503,
} // prettier-ignore

export function describeError(error: TRPCError, ctx?: { requestId?: string }): ErrorDescription {
  const { cause } = error
  const httpStatus = httpStatuses[error.code] ?? 500
  const code = cause instanceof DomainError ? cause.code : plainCode(error)
  return {
    message: code,
    data: {
      code,
      httpStatus,
      params: cause instanceof DomainError ? cause.params : {},
      fieldErrors: cause instanceof ZodError ? fieldErrorsOf(cause) : {},
      requestId: ctx?.requestId,
    },
  }
}

function plainCode(error: TRPCError): string {
  if (error.cause instanceof ZodError && error.code === 'BAD_REQUEST') return 'input-invalid'
  if (error.cause instanceof SyntaxError && error.code === 'BAD_REQUEST') return 'json-malformed'
  return error.code === 'INTERNAL_SERVER_ERROR' ? 'internal' : error.code.toLowerCase().replaceAll('_', '-')
}

const maxFieldErrors = 50
const maxTextLength = 300

/** The first of them: an input may be wrong in a million places. */
function fieldErrorsOf(error: ZodError): Record<string, string[]> {
  const byField: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const { path, message } of error.issues.slice(0, maxFieldErrors)) {
    const field = path.map(String).join('.').slice(0, maxTextLength)
    ;(byField[field] ??= []).push(message.slice(0, maxTextLength))
  }
  return byField
}
