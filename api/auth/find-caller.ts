/** Who sent a request: by session cookie, by token, or nobody known. */
import type { FastifyRequest } from 'fastify'
import { anonymous } from '../actor.ts'
import type { Caller } from '../actor.ts'
import type { App } from '../app.ts'

export async function findCaller(_app: App, request: FastifyRequest): Promise<Caller> {
  return anonymous(request.ip)
}
