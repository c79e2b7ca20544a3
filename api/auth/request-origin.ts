/** Whether a change comes from our own pages, not from another site that a signed-in person happens to look at. */
import type { FastifyRequest } from 'fastify'
import { DomainError } from '#pipeline/domain-error.ts'

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An origin beside our own whose pages may call this route. */
    alsoFrom?: string
  }
}

/**
 * Throws DomainError 'origin-refused' for a change that a browser sends from elsewhere, and for one with a session
 * cookie that does not say where it comes from. Programs with tokens send no origin.
 */
export function checkOrigin(request: FastifyRequest, hasCookie: boolean): void {
  if (harmless.has(request.method)) return
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin === undefined && !hasCookie && (site === undefined || site === 'none')) return
  if (origin !== undefined && isOwn(request, origin) && (site === undefined || site === 'same-origin')) return
  if (origin !== undefined && origin === request.routeOptions.config.alsoFrom && site !== 'cross-site') return
  throw new DomainError('origin-refused')
}

function isOwn(request: FastifyRequest, origin: string): boolean {
  const url = URL.parse(origin)
  return url !== null && url.protocol === `${request.protocol}:` && url.host === request.host
}
