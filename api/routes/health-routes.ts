/** For those who watch over processes: is it alive, is it of use, and in figures how it is. */
import type { FastifyInstance } from 'fastify'
import type { App } from '../app.ts'
import { authorise } from '../authorise.ts'
import { makeContext } from '../context.ts'
import { sendError } from '../http/answer-errors.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { isReady } from '../use-cases/is-ready.ts'

/** Their names in the authorisation table. */
export const healthRoutes = ['system.metrics'] as const

export async function registerHealthRoutes(
  server: FastifyInstance,
  app: App,
  metrics: Metrics,
): Promise<void> {
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  server.get('/healthz', async () => ({ ok: true }))
  server.get('/readyz', async (_request, reply) => {
    const ok = await isReady(app)
    return reply.code(ok ? 200 : 503).send({ ok })
  })
  server.get('/metrics', async (request, reply) => {
    try {
      const acting = await authorise(await makeContext(app, request), 'system.metrics', () => ({}))
      const { type, text } = await metrics.render(acting)
      return await reply.type(type).send(text)
    } catch (error) {
      return sendError(error, request, reply)
    }
  })
}
