/** The pool's HTTP server: an index that may change, objects that never do. */
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { indexPath, objectsPath } from './contract.ts'
import type { PoolContent } from './content.ts'

const year = 365 * 24 * 3_600

export function makePoolServer({ index, indexHash, objects }: PoolContent): FastifyInstance {
  const server = Fastify({ bodyLimit: 1_024, requestTimeout: 10_000 })
  const indexText = JSON.stringify(index)
  const etag = `"${indexHash}"`
  server.get(indexPath, (request, reply) => {
    reply.header('etag', etag).header('cache-control', 'max-age=5, stale-while-revalidate=604800')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type('application/json').send(indexText)
  })
  server.get<{ Params: { hash: string } }>(`${objectsPath}/:hash`, (request, reply) => {
    const text = objects.get(request.params.hash)
    if (text === undefined) return reply.code(404).send({ code: 'object-unknown' })
    return reply
      .header('etag', `"${request.params.hash}"`)
      .header('cache-control', `max-age=${year}, immutable`)
      .type('application/json')
      .send(text)
  })
  return server
}
