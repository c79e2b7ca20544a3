/** What every answer tells the browser: load from here only, evaluate nothing, keep nothing of the API. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { isOfApi } from './api-paths.ts'
import { reportPath } from './policy-reports.ts'

const nonces = new WeakMap<IncomingMessage, string>()

/** Lets the style sheets that a page makes itself be used: on this one page, delivered once. */
export function styleNonce(request: IncomingMessage): string {
  const nonce = nonces.get(request) ?? randomBytes(16).toString('base64')
  nonces.set(request, nonce)
  return nonce
}

export async function sendSafetyHeaders(
  server: FastifyInstance,
  { hasTls }: { hasTls: boolean },
): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentRules },
    // A browser that has heard it once would never again speak to a gateway without TLS.
    strictTransportSecurity: hasTls && { maxAge: 31_536_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  })
  server.addHook('onRequest', async (request, reply) => {
    if (isOfApi(request)) reply.header('cache-control', 'no-store')
  })
}

const contentRules = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  // Elements are placed by the style object of scripts, which no policy forbids.
  styleSrc: ["'self'", (request: IncomingMessage) => `'nonce-${styleNonce(request)}'`],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  reportUri: [reportPath],
}
