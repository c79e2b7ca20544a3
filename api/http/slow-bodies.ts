/** Cuts requests whose body does not come: 408, and the connection ends. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusals } from '../audit/refusals.ts'
import { anonymous } from '../actor.ts'
import { plainErrorBody } from './answer-errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Bodies may take as long as they like while bytes go on coming: files. */
    longBody?: boolean
  }
}

export interface BodyPatience {
  /** For a whole body of a call. */
  wholeMs: number
  /** Without a new byte. */
  idleMs: number
  lookMs: number
}

export const usualPatience: BodyPatience = { wholeMs: 15_000, idleMs: 15_000, lookMs: 500 }

export function cutSlowBodies(server: FastifyInstance, refusals: Refusals, patience = usualPatience): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request)) watch(request, patience, () => cut(request, reply, refusals))
    done()
  })
}

function hasBody({ raw }: FastifyRequest): boolean {
  return raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length'] ?? 0) > 0
}

function watch(request: FastifyRequest, patience: BodyPatience, onSlow: () => void): void {
  const { raw } = request
  const { wholeMs, idleMs, lookMs } = patience
  const isLong = request.routeOptions.config.longBody === true
  const begun = performance.now()
  let [bytes, movedAt] = [raw.socket.bytesRead, begun]
  const timer = setInterval(() => {
    const now = performance.now()
    // A handler that reads slower than the network brings has bytes before it still.
    if (raw.socket.bytesRead !== bytes || raw.readableLength > 0)
      [bytes, movedAt] = [raw.socket.bytesRead, now]
    if (raw.complete || raw.destroyed) return clearInterval(timer)
    if (now - movedAt < idleMs && (isLong || now - begun < wholeMs)) return
    clearInterval(timer)
    onSlow()
  }, lookMs)
  raw.once('close', () => clearInterval(timer))
}

function cut(request: FastifyRequest, reply: FastifyReply, refusals: Refusals): void {
  if (reply.sent) return void request.raw.destroy()
  const { status, body } = plainErrorBody(408, request.id)
  const { actor } = request.caller ?? anonymous(request.ip)
  const object = { kind: 'request', id: '-' }
  void refusals.record({ actor, requestId: request.id, action: 'request', object, code: 'timeout' })
  const headers = { ...reply.getHeaders(), 'content-type': 'application/json', connection: 'close' }
  reply.hijack()
  reply.raw.writeHead(status, headers as Record<string, string>)
  reply.raw.end(body, () => request.raw.destroy())
}
