/** Somebody who calls the gateway, and keeps every answer to be searched later. */
import type { Place } from './canary.ts'

export interface Shown {
  cookies?: string[]
  token?: string
}

export interface Visit {
  status: number
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes over the wire is what the test looks at
  data: any
  cookies: string[]
}

export class Visitor {
  readonly answers: Place[] = []
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** Calls a procedure. `isSecret`: the answer is where a secret is shown once, so it is not kept. */
  async call(
    path: string,
    input: object,
    { as = {}, isSecret = false }: { as?: Shown; isSecret?: boolean } = {},
  ): Promise<Visit> {
    const response = await fetch(`${this.#url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#headers(as) },
      body: JSON.stringify(input),
    })
    const text = await this.#keep(path, response, isSecret)
    const body = JSON.parse(text) as { result?: { data: unknown }; error?: { data: unknown } }
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
    return { status: response.status, data: body.result?.data ?? body.error?.data, cookies }
  }

  /** As `call`; throws for a refusal, without what was sent. */
  async must(path: string, input: object, options: { as?: Shown; isSecret?: boolean } = {}): Promise<Visit> {
    const visit = await this.call(path, input, options)
    if (visit.status !== 200) throw new Error(`${path}: ${visit.status} ${String(visit.data?.code)}`)
    return visit
  }

  /** Any address, with any headers. */
  async send(
    path: string,
    init: RequestInit & { as?: Shown } = {},
  ): Promise<{ status: number; text: string }> {
    const { as = {}, ...rest } = init
    const headers = { ...this.#headers(as), ...(rest.headers as Record<string, string> | undefined) }
    const response = await fetch(this.#url + path, { ...rest, headers })
    return { status: response.status, text: await this.#keep(path.split('?')[0], response, false) }
  }

  async #keep(name: string, response: Response, isSecret: boolean): Promise<string> {
    const text = await response.text()
    const headers = [...response.headers].filter(([header]) => header !== 'set-cookie')
    const content = Buffer.from(`${JSON.stringify(headers)}\n${text}`)
    if (!isSecret) this.answers.push({ name: `answer of ${name}`, content })
    return text
  }

  #headers({ cookies, token }: Shown): Record<string, string> {
    return {
      ...(cookies && { cookie: cookies.join('; '), origin: this.#url }),
      ...(token && { authorization: `Bearer ${token}` }),
    }
  }
}
