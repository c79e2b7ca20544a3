/** A server that answers as badly as a test wants: what cuts, waits and repetitions look like to the client. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Asked {
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export type Answer = (response: ServerResponse, asked: Asked) => void | Promise<void>

export interface GatewayDouble {
  url: string
  asked: Asked[]
  close(): Promise<void>
}

/** The n-th request is answered by the n-th answer, all others by the last. */
export async function openGatewayDouble(...answers: Answer[]): Promise<GatewayDouble> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const one = { path: request.url ?? '', headers: request.headers, body: await text(request) }
    asked.push(one)
    await answers[Math.min(asked.length, answers.length) - 1](response, one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function answerWith(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))
}

/** The connection is gone, whatever became of the request. */
export const cut: Answer = (response) => void response.destroy()

/** Says messages as server-sent events, and leaves the stream open unless it is to be cut. */
export function streamOf(messages: [id: string, message: object][], end: 'open' | 'cut' = 'open'): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('event: connected\ndata: {}\n\n')
    for (const [id, message] of messages) response.write(`data: ${JSON.stringify(message)}\nid: ${id}\n\n\n`)
    response.write('event: ping\ndata: \n\n')
    if (end === 'cut') setTimeout(() => response.destroy(), 20)
  }
}
