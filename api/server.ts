/** The gateway's HTTP server: the API, the pages, nothing else. */
import { existsSync } from 'node:fs'
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, FastifyServerOptions } from 'fastify'
import { v7 as uuid } from 'uuid'
import type { App } from './app.ts'
import { Refusals } from './audit/refusals.ts'
import { makeContext } from './context.ts'
import { watchStreams } from './live/streams.ts'
import { Metrics } from './metrics/metrics.ts'
import { checkPermissions } from './check-permissions.ts'
import { answerErrors, answerUnknown, sendError } from './http/answer-errors.ts'
import { answerClientError } from './http/client-errors.ts'
import { guardRequests } from './http/guard.ts'
import { sendSafetyHeaders } from './http/headers.ts'
import { Limits } from './http/limits.ts'
import type { LimitOptions } from './http/limits.ts'
import { logAnswers } from './http/log.ts'
import { servePages } from './http/pages.ts'
import { receivePolicyReports } from './http/policy-reports.ts'
import { recordRefusals } from './http/record-refusals.ts'
import { keepRequest } from './http/request-store.ts'
import { cutSlowBodies } from './http/slow-bodies.ts'
import type { BodyPatience } from './http/slow-bodies.ts'
import { registerProgramRoutes } from './openapi/program-routes.ts'
import { codecRoutes, registerCodecRoutes } from './routes/codec-routes.ts'
import { datasetRoutes, registerDatasetRoutes } from './routes/dataset-routes.ts'
import { healthRoutes, registerHealthRoutes } from './routes/health-routes.ts'
import { appRouter } from './root.ts'
import type { AppRouter } from './root.ts'

export interface ServerOptions {
  app: App
  /** The folder of the built pages. */
  webDir: string
  /** Absent: nothing is logged. */
  log?: FastifyBaseLogger
  limits?: LimitOptions
  patience?: BodyPatience
  /** How long a stream's client may read nothing. */
  streamPatienceMs?: number
  /** Absent: figures of this server alone. */
  metrics?: Metrics
  /** Served by TLS: certificate and key in PEM. */
  tls?: { cert: string; key: string }
}

/** Builds the server without listening. Throws when a procedure and the authorisation table disagree. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const { app, webDir } = options
  checkPermissions(appRouter, [...datasetRoutes, ...codecRoutes, ...healthRoutes])
  const refusals = new Refusals(app.pool, (error) =>
    server.log.error({ err: error }, 'refusal not on record'),
  )
  const server = makeBareServer(options, refusals)
  server.addHook('onClose', () => refusals.close())
  const { metrics = new Metrics() } = options
  keepRequest(server)
  metrics.watchServer(server)
  logAnswers(server)
  answerErrors(server)
  const onError = recordRefusals(server, refusals)
  await sendSafetyHeaders(server, { hasTls: options.tls !== undefined })
  guardRequests(server, new Limits(options.limits))
  cutSlowBodies(server, refusals, options.patience)
  await receivePolicyReports(server)
  watchStreams(server, options.streamPatienceMs)
  await server.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: ({ req, res }) => makeContext(app, req, res),
      maxBatchSize: 20,
      // A document does not fit into an address.
      allowMethodOverride: true,
      onError,
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>)
  await server.register((scope) => registerDatasetRoutes(scope, app))
  await server.register((scope) => registerCodecRoutes(scope, app))
  await server.register((scope) => registerHealthRoutes(scope, app, metrics))
  await server.register((scope) => registerProgramRoutes(scope, app))
  answerUnknown(server, existsSync(webDir) ? await servePages(server, webDir) : undefined)
  return server
}

function makeBareServer({ log, tls }: ServerOptions, refusals: Refusals): FastifyInstance {
  const timing = { headersTimeout: 15_000, connectionsCheckingInterval: 2_000 }
  const https = tls && { ...timing, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 }
  const options: FastifyServerOptions & { https?: object } = {
    ...(log && { loggerInstance: log }),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: 4 * 1024 * 1024,
    // Bodies have their own patience, which files need more of.
    requestTimeout: 0,
    ...(https ? { https } : { http: timing }),
    genReqId: () => uuid(),
    routerOptions: { maxParamLength: 5_000 },
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, refusals),
  }
  return Fastify(options)
}
