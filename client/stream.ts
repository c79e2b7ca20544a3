/** The gateway's stream of what happens (server-sent events), going on where it was cut. */
import { pause } from './connection.ts'
import type { Connection } from './connection.ts'
import { EcokiError, refusalIn } from './error.ts'
import type { RunEvent } from './types.ts'

/** What the gateway tells: first 'hello', then events. */
export type Message =
  { type: 'hello'; isResumed: boolean } | { type: 'events'; events: RunEvent[] } | { type: 'health' }

/** It gives a sign of life every 5 s. */
const longestSilenceMs = 20_000
const pauseMs = 300
const streamPatienceMs = 60_000

interface Position {
  /** Of the last message; where to go on. */
  id?: string
  /** When something was last heard. */
  heardAt: number
}

/** Ends only by its signal, which throws, or by who reads it. Throws EcokiError for a refusal, or after a minute of silence. */
export async function* streamMessages(
  connection: Connection,
  input: object,
  signal?: AbortSignal,
): AsyncGenerator<Message, void> {
  const position: Position = { heardAt: Date.now() }
  for (;;) {
    try {
      yield* readOnce(connection, { input, position }, signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof EcokiError && !isTemporary(error)) throw error
      if (Date.now() - position.heardAt > streamPatienceMs) throw connection.notReachable(error)
    }
    await pause(pauseMs, signal)
  }
}

function isTemporary({ status }: EcokiError): boolean {
  return status === 429 || status >= 500
}

async function* readOnce(
  connection: Connection,
  { input, position }: { input: object; position: Position },
  signal?: AbortSignal,
): AsyncGenerator<Message, void> {
  const silence = new AbortController()
  const watch = setTimeout(() => silence.abort(new Error('nothing heard')), longestSilenceMs)
  const ended = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal
  try {
    const body = await open(connection, { input, position, signal: ended })
    for await (const part of partsOf(body)) {
      watch.refresh()
      position.heardAt = Date.now()
      const message = messageIn(part, position)
      if (message) yield message
    }
  } finally {
    clearTimeout(watch)
    silence.abort()
  }
}

async function open(
  connection: Connection,
  { input, position, signal }: { input: object; position: Position; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const query = new URLSearchParams({ input: JSON.stringify(input) })
  const answer = await connection.request({
    ...{ method: 'GET', path: `/trpc/live.events?${query.toString()}`, isRepeatable: true, signal },
    headers: { accept: 'text/event-stream', ...(position.id && { 'last-event-id': position.id }) },
  })
  if (!answer.ok || !answer.body) throw refusalIn(await answer.text(), answer.status)
  return answer.body
}

/** Texts between empty lines. */
async function* partsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of body) {
    const parts = (text + decoder.decode(piece, { stream: true })).split('\n\n')
    text = parts.pop() ?? ''
    yield* parts
  }
}

/** Nothing for signs of life. Throws the refusal that ends a stream. */
function messageIn(part: string, position: Position): Message | undefined {
  const fields = new Map(
    part.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()]
    }),
  )
  const [kind, data = ''] = [fields.get('event'), fields.get('data')]
  if (kind === 'serialized-error') throw refusalOf(data)
  if (kind !== undefined || data === '') return undefined
  position.id = fields.get('id') ?? position.id
  return JSON.parse(data) as Message
}

function refusalOf(data: string): EcokiError {
  const { data: found } = JSON.parse(data) as { data?: { httpStatus?: number } }
  return refusalIn(data, found?.httpStatus ?? 500)
}
