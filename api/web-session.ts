/** What a procedure may do with the browser's session; programs and tests without HTTP have none. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressHeader } from './auth/session-cookie.ts'

export interface WebSession {
  /** What better-auth may see of the request. */
  headers: Headers
  isSecure: boolean
  address: string
  /** Sends `Set-Cookie` headers with the answer. */
  setCookies(values: readonly string[]): void
}

export function webSessionOf(request: FastifyRequest, reply: FastifyReply): WebSession {
  const { cookie, 'user-agent': userAgent } = request.headers
  const headers = new Headers({ [addressHeader]: request.ip })
  if (cookie) headers.set('cookie', cookie)
  if (userAgent) headers.set('user-agent', userAgent.slice(0, 300))
  return {
    headers,
    isSecure: request.protocol === 'https',
    address: request.ip,
    setCookies: (values) => void reply.header('set-cookie', [...values]),
  }
}
