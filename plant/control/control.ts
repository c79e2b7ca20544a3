/** Orders for a running plant, by HTTP on this machine only and with a token: state, tags, faults. */
import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { z } from 'zod'
import { fault } from '#plant/faults/fault.ts'
import type { RunningPlant } from '#plant/running-plant.ts'
import { loopback } from '#plant/servers/free-port.ts'
import { plantState } from './plant-state.ts'
import { tagAddresses } from './tag-addresses.ts'

const mostBytes = 65_536

/** Listens; returns the server so that it can be closed. */
export async function openControl(
  plant: RunningPlant,
  { port, token }: { port: number; token: string },
): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(plant, request, token)
      .catch((error: unknown) => ({ status: 500, body: { error: String(error) } }))
      .then((reply) => send(response, reply))
  })
  server.listen({ host: loopback, port })
  await once(server, 'listening')
  return server
}

interface Reply {
  status: number
  body: unknown
}

async function answer(plant: RunningPlant, request: IncomingMessage, token: string): Promise<Reply> {
  if (!isAllowed(request, token)) return { status: 401, body: { error: 'the token is missing or wrong' } }
  const call = `${request.method} ${request.url}`
  if (call === 'GET /state') return { status: 200, body: plantState(plant) }
  if (call === 'GET /tags') return { status: 200, body: tagAddresses(plant) }
  if (call === 'POST /faults') return beginFault(plant, await bodyOf(request))
  if (call === 'DELETE /faults') return plant.faults.endAll().then(() => ({ status: 200, body: {} }))
  const one = /^DELETE \/faults\/(\d+)$/.exec(call)
  if (!one) return { status: 404, body: { error: `nothing answers ${call}` } }
  const isEnded = await plant.faults.end(Number(one[1]))
  return { status: isEnded ? 200 : 404, body: {} }
}

async function beginFault(plant: RunningPlant, body: string): Promise<Reply> {
  const parsed = z.string().transform(readJson).pipe(fault).safeParse(body)
  if (!parsed.success) return { status: 400, body: { error: z.prettifyError(parsed.error) } }
  return { status: 200, body: await plant.faults.begin(parsed.data) }
}

function readJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) })
    return z.NEVER
  }
}

function isAllowed(request: IncomingMessage, token: string): boolean {
  const [said, right] = [Buffer.from(request.headers.authorization ?? ''), Buffer.from(`Bearer ${token}`)]
  // A page of a browser cannot know the token; the host keeps names that lead here from being of use, too.
  const isHere = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')
  return isHere && said.length === right.length && timingSafeEqual(said, right)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new RangeError('too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
