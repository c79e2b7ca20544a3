/** The gateway's HTTP server: the API, the pages, nothing else. */
import { existsSync } from 'node:fs'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { v7 as uuid } from 'uuid'
import type { App } from './app.ts'
import { makeContext } from './context.ts'
import { checkPermissions } from './check-permissions.ts'
import { datasetRoutes, registerDatasetRoutes } from './routes/dataset-routes.ts'
import { appRouter } from './root.ts'
import type { AppRouter } from './root.ts'

export interface ServerOptions {
  app: App
  /** The folder of the built pages. */
  webDir: string
}

/** Builds the server without listening. Throws when a procedure and the authorisation table disagree. */
export async function makeServer({ app, webDir }: ServerOptions): Promise<FastifyInstance> {
  checkPermissions(appRouter, datasetRoutes)
  const server = Fastify({
    bodyLimit: 4 * 1024 * 1024,
    requestTimeout: 30_000,
    genReqId: () => uuid(),
    routerOptions: { maxParamLength: 5_000 },
  })
  await server.register(helmet, { contentSecurityPolicy: { directives: contentRules } })
  await server.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: ({ req, res }) => makeContext(app, req, res),
      maxBatchSize: 20,
      // A document does not fit into an address.
      allowMethodOverride: true,
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>)
  await server.register((scope) => registerDatasetRoutes(scope, app))
  if (existsSync(webDir)) await servePages(server, webDir)
  return server
}

/** Nothing is loaded from elsewhere, nothing is evaluated, nobody frames the pages. */
const contentRules = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  // Mantine and React Flow place elements by style attributes; style sheets come from here only.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  upgradeInsecureRequests: null,
}

/** Files with a hash in their name never change; every other address is a page of the one application. */
async function servePages(server: FastifyInstance, webDir: string): Promise<void> {
  await server.register(fastifyStatic, { root: webDir, maxAge: '1y', immutable: true, index: false })
  server.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || !request.headers.accept?.includes('text/html'))
      return reply.code(404).send({ code: 'not-found', requestId: request.id })
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { maxAge: 0, immutable: false })
  })
}
