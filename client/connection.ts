/** Requests to the gateway, and again where that is safe: after a cut, or when the answer says when to come again. */
import { EcokiError, refusalIn } from './error.ts'
import type { Language } from './types.ts'

export interface ClientOptions {
  /** Where the gateway answers, as in http://127.0.0.1:8233. */
  url: string
  token: string
  /** Id of a project; default: the only one that the token may use. */
  project?: string
  /** Of all texts; default English. */
  language?: Language
  /** How long to go on trying when nobody answers; default 15 s. */
  patienceMs?: number
}

export interface Sent {
  method: 'GET' | 'POST'
  /** Behind the address of the gateway. */
  path: string
  body?: string | Blob
  headers?: Record<string, string>
  /** Whether it may be sent again although it may have arrived. */
  isRepeatable: boolean
  signal?: AbortSignal
}

const firstPauseMs = 200
const longestPauseMs = 3_000

export class Connection {
  readonly #base: string
  readonly #headers: Record<string, string>
  readonly patienceMs: number

  constructor({ url, token, language = 'en', patienceMs = 15_000 }: ClientOptions) {
    this.#base = url.replace(/\/+$/, '')
    this.#headers = { authorization: `Bearer ${token}`, 'accept-language': language }
    this.patienceMs = patienceMs
  }

  /** The answer of a procedure. Throws EcokiError. */
  async call<T>(procedure: string, input: object, how: Partial<Sent> = {}): Promise<T> {
    const answer = await this.send({
      ...{ method: 'POST', path: `/api/v1/${procedure.replaceAll('.', '/')}`, isRepeatable: true },
      body: JSON.stringify(input),
      ...how,
      headers: { 'content-type': 'application/json', ...how.headers },
    })
    return (await answer.json()) as T
  }

  /** A good answer. Throws EcokiError: the refusal, or 'not-reachable' when nobody has answered for long. */
  async send(sent: Sent): Promise<Response> {
    const deadline = Date.now() + this.patienceMs
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const { answer, error, waitMs = pauseMs } = await this.#try(sent)
      if (answer) return answer
      if (waitMs === Infinity || Date.now() + waitMs > deadline) throw error
      await pause(waitMs, sent.signal)
    }
  }

  /** One request, answered or not. Throws when it was given up by the caller. */
  async request({ method, path, body, headers, signal }: Sent): Promise<Response> {
    const all = { ...this.#headers, ...headers }
    return fetch(this.#base + path, { method, body, headers: all, signal })
  }

  async #try(sent: Sent): Promise<Tried> {
    try {
      const answer = await this.request(sent)
      if (answer.ok) return { answer }
      return { error: refusalIn(await answer.text(), answer.status), waitMs: waitAfter(answer) }
    } catch (cause) {
      if (sent.signal?.aborted) throw cause
      const isSafe = sent.isRepeatable || neverArrived(cause)
      return { error: notReachable(this.#base, cause), waitMs: isSafe ? undefined : Infinity }
    }
  }

  notReachable(cause: unknown): EcokiError {
    return notReachable(this.#base, cause)
  }
}

interface Tried {
  answer?: Response
  error?: EcokiError
  /** Infinity: do not try again. Absent: after the usual pause. */
  waitMs?: number
}

/** Only an answer that says when to come again has done nothing. */
function waitAfter(answer: Response): number {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  const isTemporary = answer.status === 429 || answer.status === 503
  return isTemporary && seconds >= 0 ? Math.max(seconds * 1_000, firstPauseMs) : Infinity
}

function neverArrived(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(reasonOf(error))
}

function notReachable(url: string, cause: unknown): EcokiError {
  return new EcokiError('not-reachable', { url, reason: reasonOf(cause) })
}

function reasonOf(error: unknown): string {
  const { code, message } = ((error as Error).cause ?? error) as { code?: string; message: string }
  return code ?? message
}

/** Throws the signal's reason when it is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  const onAbort = () => resolve()
  signal?.addEventListener('abort', onAbort, { once: true })
  await promise
  clearTimeout(timer)
  signal?.removeEventListener('abort', onAbort)
  signal?.throwIfAborted()
}
