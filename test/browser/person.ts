/** People of the tests: made by one-time links, signed in, able to ask the gateway without a page. */
import { randomUUID } from 'node:crypto'
import { waitFor } from '#test/fixtures/product.ts'
import type { TestProduct } from '#test/fixtures/product.ts'

export const password = 'seven grey pumps hum at night'

export interface PersonRecord {
  url: string
  name: string
  email: string
  /** name=value of the session. */
  cookies: string[]
}

export interface Answer {
  status: number
  /** What the procedure answered, or the refusal. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes over the wire is what the test looks at
  data: any
}

interface NewAccount {
  secret: string
  name: string
  email: string
  /** Only the first account says its address itself. */
  isInvited?: boolean
}

/** The address that a product prints at its first start. */
export async function setupLink({ output }: TestProduct): Promise<string> {
  const find = () => /http:\/\/127\.0\.0\.1:\d+\/welcome#\S{43}$/m.exec(output())?.[0]
  await waitFor('the set-up link is printed', () => find() !== undefined)
  return find()!
}

/** Makes an account by a link and signs it in. */
export async function acceptLink(url: string, account: NewAccount): Promise<PersonRecord> {
  const { secret, name, email, isInvited } = account
  const response = await post({ url, cookies: [] }, 'session.acceptLink', {
    ...{ secret, name, password },
    ...(!isInvited && { email }),
  })
  if (!response.ok) throw new Error(await response.text())
  return { url, name, email, cookies: response.headers.getSetCookie().map((line) => line.split(';')[0]) }
}

/** Calls a procedure as this person, as a page would. */
export async function ask(person: PersonRecord, path: string, input: object): Promise<Answer> {
  const response = await post(person, path, input)
  const body = (await response.json()) as { result?: { data: unknown }; error?: { data: unknown } }
  return { status: response.status, data: body.result?.data ?? body.error?.data }
}

/** As `ask`, and throws for a refusal. */
export async function must(person: PersonRecord, path: string, input: object): Promise<Answer['data']> {
  const { status, data } = await ask(person, path, input)
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(data)}`)
  return data
}

/** Somebody new with a role in a project, invited by `by`. */
export async function invited(
  by: PersonRecord,
  { projectId, role, name }: { projectId: string; role: string; name: string },
): Promise<PersonRecord> {
  const email = `${randomUUID()}@plant.example`
  const { path } = (await must(by, 'users.invite', { email, projectId, role })) as { path: string }
  return acceptLink(by.url, { secret: path.split('#')[1], name, email, isInvited: true })
}

function post(
  { url, cookies }: Pick<PersonRecord, 'url' | 'cookies'>,
  path: string,
  input: object,
): Promise<Response> {
  return fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie: cookies.join('; ') },
    body: JSON.stringify(input),
  })
}
