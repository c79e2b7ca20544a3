/** The addresses that programs call, one for each procedure: JSON in, JSON out, refusals as their status. */
import { callTRPCProcedure } from '@trpc/server'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { makeContext } from '../context.ts'
import { sendError } from '../http/answer-errors.ts'
import { appRouter } from '../root.ts'
import { apiPrefix, callablePaths, describeApi } from './describe-api.ts'
import { referencePage } from './reference-page.ts'

/** Changes with what programs can rely on. */
export const apiVersion = '1.0.0'

export async function registerProgramRoutes(server: FastifyInstance, app: App): Promise<void> {
  server.removeAllContentTypeParsers()
  // Its depth is looked at before it is parsed.
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  const description = describeApi(apiVersion)
  server.get(`${apiPrefix}/openapi.json`, () => description)
  server.get(`${apiPrefix}/`, (_request, reply) => reply.type('text/html').send(referencePage(description)))
  for (const [address, path] of callablePaths())
    server.post(apiPrefix + address, async (request, reply) => {
      try {
        const answer: unknown = await callProcedure(app, request, path)
        return reply.type('application/json').send(JSON.stringify(answer ?? null))
      } catch (error) {
        return sendError(error, request, reply)
      }
    })
}

async function callProcedure(app: App, request: FastifyRequest, path: string): Promise<unknown> {
  const ctx = await makeContext(app, request)
  const { type } = (
    appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>
  )[path]._def
  return callTRPCProcedure({
    ...{ router: appRouter, path, ctx, type, batchIndex: 0 },
    getRawInput: async () => inputOf(request, path),
    signal: AbortSignal.timeout(60_000),
  })
}

function inputOf(request: FastifyRequest, path: string): unknown {
  const input = parse(request.body)
  const key = request.headers['idempotency-key']
  const takesKey = path === 'runs.start' && typeof key === 'string' && isRecord(input)
  return takesKey ? { idempotencyKey: key, ...input } : input
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body ?? '{}'))
  } catch {
    throw new TRPCError({ code: 'BAD_REQUEST' }) // no JSON
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
