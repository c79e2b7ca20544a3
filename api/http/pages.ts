/** The built pages: files with a hash in their name never change; every other address is a page of the one application. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Fallback } from './answer-errors.ts'
import { styleNonce } from './headers.ts'

/** Stands in index.html for the nonce of the one delivery. */
const noncePlace = 'ECOKI_STYLE_NONCE'

/** Serves the files; what is returned answers with the page. */
export async function servePages(server: FastifyInstance, webDir: string): Promise<Fallback> {
  // The start page is written anew for each request, so it is never served as a file.
  await server.register(fastifyStatic, {
    root: webDir,
    maxAge: '1y',
    immutable: true,
    index: false,
    allowedPath: (path) => !path.endsWith('/') && path !== '/index.html',
  })
  const page = await readFile(join(webDir, 'index.html'), 'utf8')
  return (request, reply) => {
    if (!wantsPage(request)) return false
    const text = page.replaceAll(noncePlace, styleNonce(request.raw))
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(text)
  }
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  if (url.startsWith('/api/') || url.startsWith('/trpc/')) return false
  return method === 'GET' && headers.accept?.includes('text/html') === true
}
