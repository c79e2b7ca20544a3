/** The host's own door, for the gateway on this machine. */
import { timingSafeEqual } from 'node:crypto'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import * as contract from '#adapters/host-contract.ts'
import { IntakeFull } from '#adapters/intake.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { acceptSamples } from './accept.ts'
import { BrowseSessions } from './browse-sessions.ts'
import { checkStored } from './check-stored.ts'
import { asAdapterError } from './connect.ts'
import type { Connections } from './connections.ts'
import type { HostParts } from './parts.ts'
import type { Registry } from './registry.ts'
import { testMachine } from './try-machine.ts'

/** Seven times a second: to an eye it is at once. */
const tellMs = 140
/** Who hears nothing for longer may know that nobody speaks. */
const signMs = 5_000

export interface ServerParts {
  parts: HostParts
  registry: Registry
  connections: Connections
  token: string
}

export function makeHostServer({ parts, registry, connections, token }: ServerParts): FastifyInstance {
  const server = Fastify({ bodyLimit: 20_000_000, forceCloseConnections: true })
  server.addHook('onRequest', async (request, reply) => {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`))
      await reply.code(401).send({ code: 'token-unknown', params: {} })
  })
  server.setErrorHandler(answerError)
  const answer = <T extends z.ZodType>(path: string, schema: T, work: (input: z.infer<T>) => unknown) =>
    server.post(`/v1/${path}`, async (request) => work(schema.parse(request.body)))
  const nothing = z.strictObject({})

  answer('protocols', nothing, () => registry.describe())
  answer('check', contract.checkRequest, (input) => checkStored(registry, input))
  answer('test', contract.testRequest, (input) => testMachine(parts, input))
  const sessions = new BrowseSessions(parts)
  server.addHook('onClose', () => sessions.close())
  answer('browse', contract.browseRequest, (input) => sessions.browse(input))
  answer('offered', contract.offeredRequest, ({ connectionId }) => {
    return connections.runners.get(connectionId)?.offers.list() ?? []
  })
  answer('accept', contract.acceptRequest, (input) => acceptSamples(parts, input))
  answer('state', nothing, () => {
    const running = [...connections.runners.values()].filter((runner) => runner.observe().state === 'running')
    return { ...parts.intake.state(), connections: connections.runners.size, running: running.length }
  })
  server.post('/v1/values', (request, reply) =>
    streamValues(parts, contract.valuesRequest.parse(request.body).tags, reply),
  )
  return server
}

/** A client that does not read is skipped, and gets the newest once it reads again. */
function streamValues({ live }: HostParts, tags: number[], reply: FastifyReply): void {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const watch = live.watch(tags)
  let isFull = false
  let toldMs = 0
  raw.on('drain', () => (isFull = false))
  const tell = () => {
    if (isFull) return
    const values = watch.take()
    if (values.length === 0 && Date.now() - toldMs < signMs) return
    toldMs = Date.now()
    isFull = !raw.write(`${JSON.stringify({ values })}\n`)
  }
  tell()
  const timer = setInterval(tell, tellMs)
  raw.on('close', () => {
    clearInterval(timer)
    watch.end()
  })
}

function answerError(error: unknown, _request: unknown, reply: FastifyReply): void {
  const { status, code, params } = describe(error)
  void reply.code(status).send({ code, params })
}

function describe(error: unknown): { status: number; code: string; params: Record<string, unknown> } {
  if (error instanceof z.ZodError) return { status: 400, code: 'input-invalid', params: {} }
  if (error instanceof DomainError) return { status: 422, code: error.code, params: error.params }
  if (error instanceof IntakeFull) return { status: 503, code: 'intake-full', params: {} }
  const { code, params } = asAdapterError(error)
  return { status: 422, code, params }
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
