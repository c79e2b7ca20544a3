/** The request that is being answered, for code that is not handed it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const store = new AsyncLocalStorage<FastifyRequest>()

export function currentRequestId(): string | undefined {
  return store.getStore()?.id
}

/** From here on code that answers a request can find it, and every answer names it. */
export function keepRequest(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    store.run(request, done)
  })
}
