/** Where Temporal's own pages, and its command line, have payloads decrypted. Nothing is encrypted for anybody here. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import { authorise } from '../authorise.ts'
import { makeContext } from '../context.ts'
import { sendError } from '../http/answer-errors.ts'
import { decodePayloads } from '../use-cases/decode-payloads.ts'

/** Their names in the authorisation table. */
export const codecRoutes = ['temporal.decode'] as const

const path = '/api/temporal-codec/decode'

const payload = z.strictObject({
  metadata: z.record(z.string(), z.base64()).optional(),
  data: z.base64().optional(),
})
const input = z.strictObject({ payloads: z.array(payload).max(10_000) })

export async function registerCodecRoutes(server: FastifyInstance, app: App): Promise<void> {
  const origin = app.temporalUiUrl && new URL(app.temporalUiUrl).origin
  server.addHook('onRequest', async (request, reply) => {
    if (origin !== undefined) allow(request, reply, origin)
  })
  server.options(path, (_request, reply) => reply.code(204).send())
  server.post(path, { config: { alsoFrom: origin } }, (request, reply) => answer(request, reply, app))
}

async function answer(request: FastifyRequest, reply: FastifyReply, app: App): Promise<unknown> {
  try {
    const context = await makeContext(app, request)
    const acting = await authorise(context, 'temporal.decode', () => ({}))
    const { payloads } = input.parse(request.body)
    return { payloads: await decodePayloads(acting, context.caller, payloads) }
  } catch (error) {
    return sendError(error, request, reply)
  }
}

/** Scripts of Temporal's pages may read the answer, and send the session's cookie; those of all other origins neither. */
function allow({ headers }: FastifyRequest, reply: FastifyReply, origin: string): void {
  reply.header('vary', 'origin')
  if (headers.origin !== origin) return
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-credentials', 'true')
    .header('access-control-allow-methods', 'POST')
    .header('access-control-allow-headers', 'content-type, authorization, x-namespace')
    .header('cross-origin-resource-policy', 'same-site')
}
