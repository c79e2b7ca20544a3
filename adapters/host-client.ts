/** How the gateway asks the adapter host. */
import type { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import * as contract from './host-contract.ts'

export interface HostPlace {
  url: string
  /** Read for each request: the host may have made it after us. */
  token(): string
}

const usualMs = 10_000
const machineMs = 60_000

interface Ask<T> {
  path: string
  body?: unknown
  answer: z.ZodType<T>
  timeoutMs?: number
}

export class HostClient {
  readonly #place: HostPlace

  constructor(place: HostPlace) {
    this.#place = place
  }

  protocols() {
    return this.#ask({ path: 'protocols', answer: contract.protocolSchema.array() })
  }

  check(body: z.input<typeof contract.checkRequest>) {
    return this.#ask({ path: 'check', body, answer: contract.checkAnswer })
  }

  /** Tries a connection that is not saved, and listens. */
  test(body: contract.TestRequest) {
    return this.#ask({ path: 'test', body, answer: contract.testAnswer, timeoutMs: machineMs })
  }

  /** What is below a node of the machine's own tree. */
  browse(body: contract.BrowseRequest) {
    return this.#ask({ path: 'browse', body, answer: contract.browseAnswer, timeoutMs: machineMs })
  }

  /** What has come that nobody asked for. */
  offered(connectionId: string) {
    return this.#ask({ path: 'offered', body: { connectionId }, answer: contract.browseItem.array() })
  }

  /** Answers once all are safe. */
  accept(body: z.input<typeof contract.acceptRequest>) {
    return this.#ask({ path: 'accept', body, answer: contract.acceptAnswer, timeoutMs: machineMs })
  }

  state() {
    return this.#ask({ path: 'state', answer: contract.hostState })
  }

  /** The newest value of each tag at once, then what changes, several times a second at most. */
  async *values(tags: number[], signal: AbortSignal): AsyncGenerator<contract.LiveValue[]> {
    const response = await this.#fetch('values', { tags }, signal)
    let rest = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()!
      for (const line of lines) yield contract.liveLineSchema.parse(JSON.parse(line)).values
    }
  }

  async #ask<T>({ path, body = {}, answer, timeoutMs = usualMs }: Ask<T>): Promise<T> {
    const response = await this.#fetch(path, body, AbortSignal.timeout(timeoutMs))
    return answer.parse(await response.json())
  }

  /** Throws DomainError: what the host refused, or 'adapter-host-away'. */
  async #fetch(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    const response = await this.#send(path, body, signal)
    if (response.ok) return response
    const told = contract.refusal.safeParse(await response.json().catch(() => undefined))
    if (told.success) throw new DomainError(told.data.code, told.data.params)
    throw new Error(`the adapter host answered ${response.status} for ${path}`)
  }

  async #send(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    const { url, token } = this.#place
    try {
      return await fetch(`${url}/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token()}` },
        body: JSON.stringify(body),
        signal,
      })
    } catch (cause) {
      if ((cause as Error).name === 'AbortError') throw cause
      throw new DomainError('adapter-host-away', {}, String(cause))
    }
  }
}
