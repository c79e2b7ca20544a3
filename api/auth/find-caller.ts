/** Who sent a request: by token, by session cookie, or nobody known. */
import type { FastifyRequest } from 'fastify'
import { anonymous } from '../actor.ts'
import type { Caller } from '../actor.ts'
import type { App } from '../app.ts'
import { findPerson } from './find-person.ts'
import { findProgram, findProgramAgain } from './find-program.ts'
import { checkOrigin } from './request-origin.ts'
import { hasSessionCookie, readSessionToken } from './session-cookie.ts'

/**
 * Throws DomainError 'origin-refused' for a change from another site's page, and 'token-unknown' for a token that is not
 * or no longer valid; a session that has ended makes its caller nobody known.
 */
export async function findCaller(app: App, request: FastifyRequest): Promise<Caller> {
  const { authorization, cookie } = request.headers
  const isSecure = request.protocol === 'https'
  checkOrigin(request, hasSessionCookie(cookie, isSecure) && authorization === undefined)
  if (authorization !== undefined) return findProgram(app, authorization, request.ip)
  const { sessionKey } = app
  const token = sessionKey && readSessionToken(cookie, { sessionKey, isSecure })
  return (token && (await findPerson(app, { token }, request.ip))) || anonymous(request.ip)
}

/**
 * The same caller with what they may do now, for streams that stay open; undefined once the session or the token has
 * ended. A role that was taken away is missing from `roles`.
 */
export async function findCallerAgain(app: App, { credential, actor }: Caller): Promise<Caller | undefined> {
  if (!credential) return undefined
  const find = credential.kind === 'session' ? findPersonById : findProgramAgain
  return find(app, credential.id, actor.address)
}

function findPersonById(app: App, id: string, address?: string): Promise<Caller | undefined> {
  return findPerson(app, { id }, address)
}
