/** The gateway's log: one JSON line each, without what nobody may read there. */
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import pino from 'pino'
import type { DestinationStream } from 'pino'

const secretNames = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'authorization',
  'cookie',
  'key',
]
const redactedPaths = [
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  ...secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
]

export function makeLog(level = 'info', destination?: DestinationStream): FastifyBaseLogger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redactedPaths, censor: '***' },
    serializers: { err: describeFailure, req: describeRequest },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** One line for each change and each answer that is not as hoped for. */
export function logAnswers(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    const { statusCode } = reply
    const level =
      statusCode >= 500 ? 'error' : statusCode >= 400 || request.method !== 'GET' ? 'info' : 'debug'
    const ms = Math.round(reply.elapsedTime)
    request.log[level]({ ...describeRequest(request), status: statusCode, ms }, 'answered')
  })
}

/** Inputs of queries are in the address: they stay out. */
function describeRequest(request: FastifyRequest): Record<string, unknown> {
  const { method, url, ip } = request
  return { method, path: url?.split('?', 1)[0].slice(0, 500), ip }
}

/** Causes too; messages of the database may repeat addresses with passwords. */
function describeFailure(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) }
  const { code } = error as { code?: unknown }
  const cause = error.cause === undefined ? undefined : describeFailure(error.cause)
  return {
    type: error.name,
    code,
    message: withoutSecrets(error.message),
    stack: withoutSecrets(error.stack),
    cause,
  }
}

function withoutSecrets(text = ''): string {
  return text
    .replace(/:\/\/([^:/@\s]*):[^@\s]*@/g, '://$1:***@')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 ***')
    .replace(/ecoki_[\w-]{16,}/g, 'ecoki_***')
}
