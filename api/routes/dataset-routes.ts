/** The two ways of bytes: a file comes in, a result goes out. Everything else about data is in the router. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { App } from '../app.ts'
import { authorise } from '../authorise.ts'
import { makeContext } from '../context.ts'
import { sendError } from '../http/answer-errors.ts'
import { outputInput } from '../routers/datasets.ts'
import { exportTable, findOutput, plainOutput } from '../use-cases/export-output.ts'
import { uploadFile } from '../use-cases/upload-file.ts'

/** Their names in the authorisation table. */
export const datasetRoutes = ['datasets.upload', 'datasets.download'] as const

const uploadInput = z.strictObject({
  projectId: z.uuid(),
  name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^/\\\p{Cc}]+$/u, 'a name, not a path'),
})
const downloadInput = outputInput.extend({
  format: z.enum(['csv', 'parquet', 'json']).default('csv'),
  reader: z.enum(['person', 'program']).default('person'),
})

export async function registerDatasetRoutes(server: FastifyInstance, app: App): Promise<void> {
  // The body stays a stream, whatever it calls itself.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  server.post(
    '/api/projects/:projectId/files',
    { bodyLimit: 5 * 1024 ** 3, config: { longBody: true } },
    (request, reply) =>
      answer(request, reply, async () => {
        const acting = await admit(app, request, 'datasets.upload')
        const { name } = uploadInput.parse(given(request))
        const mime = request.headers['content-type'] ?? 'application/octet-stream'
        const content = request.body instanceof Readable ? request.body : Readable.from([])
        return uploadFile(acting, { name, mime: mime.slice(0, 100), content })
      }),
  )
  server.get('/api/projects/:projectId/runs/:run/outputs/:node/:port', (request, reply) =>
    answer(request, reply, async () => {
      const acting = await admit(app, request, 'datasets.download')
      return sendOutput(acting, downloadInput.parse(given(request)), reply)
    }),
  )
}

function given(request: FastifyRequest): Record<string, unknown> {
  return { ...(request.query as object), ...(request.params as object) }
}

async function admit(app: App, request: FastifyRequest, path: string): Promise<App> {
  return authorise(await makeContext(app, request), path, () => given(request))
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    return sendError(error, request, reply)
  }
}

/** Never shown by the browser itself: a report is a page that somebody's data wrote. */
async function sendOutput(
  app: App,
  { run: runId, node, port, format, reader }: z.infer<typeof downloadInput>,
  reply: FastifyReply,
): Promise<unknown> {
  const stored = await findOutput(app, { runId, node, port })
  const title = `${node}.${port}`
  if (stored.type === 'report' && isFileRef(stored.value))
    return send(reply, await app.store.filePath(stored.value.hash), stored.value.name)
  if (stored.type !== 'table' && stored.type !== 'intervals')
    return attach(reply, `${title}.json`).send(JSON.stringify(await plainOutput(app, stored), null, 2))
  const kind = format === 'parquet' ? 'parquet' : 'csv'
  const hash = await exportTable(app, { runId, node, port }, { format: kind, reader })
  return send(reply, await app.store.filePath(hash), `${title}.${kind}`)
}

function send(reply: FastifyReply, path: string, name: string): FastifyReply {
  return attach(reply, name).send(createReadStream(path))
}

function attach(reply: FastifyReply, name: string): FastifyReply {
  const safe = encodeURIComponent(name.toWellFormed())
  return reply
    .type('application/octet-stream')
    .header('content-security-policy', 'sandbox')
    .header('content-disposition', `attachment; filename*=UTF-8''${safe}`)
}
