/** What browsers report of pages that tried what the content policy forbids: counted, and the first ones logged. */
import type { FastifyInstance, FastifyRequest } from 'fastify'

export const reportPath = '/api/policy-reports'

/** More lines than these would fill the log, not explain more. */
const loggedReports = 50
const reportTypes = ['application/csp-report', 'application/reports+json', 'application/json']

declare module 'fastify' {
  interface FastifyInstance {
    /** Since the start of this process. */
    policyReports(): number
  }
}

export async function receivePolicyReports(server: FastifyInstance): Promise<void> {
  let count = 0
  server.decorate('policyReports', () => count)
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      reportTypes,
      { parseAs: 'string', bodyLimit: 64 * 1024 },
      (_request, body, done) => done(null, body),
    )
    scope.post(reportPath, async (request, reply) => {
      if (++count <= loggedReports) request.log.warn({ report: shortened(request) }, 'content policy')
      return reply.code(204).send()
    })
    scope.get(reportPath, async () => ({ count }))
  })
}

function shortened({ body }: FastifyRequest): string {
  return String(body ?? '').slice(0, 2_000)
}
