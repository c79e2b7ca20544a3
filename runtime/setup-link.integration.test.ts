import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '#test/fixtures/cli.ts'
import { startProduct } from '#test/fixtures/product.ts'
import type { TestProduct } from '#test/fixtures/product.ts'

const account = { email: 'ada@plant.example', password: 'wind over the cooling tower' }
let product: TestProduct
beforeAll(async () => {
  product = await startProduct()
}, 180_000)
afterAll(() => product?.remove(), 60_000)

async function call(path: string, input: object, headers: Record<string, string> = {}): Promise<Response> {
  const { url } = product.instance()
  return fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(10_000),
  })
}

function linkIn(text: string): string | undefined {
  return /http:\/\/127\.0\.0\.1:\d+\/welcome#(\S{43})$/m.exec(text)?.[1]
}

it('the first start prints a link that makes the first account, also after the gateway has died', async () => {
  await expect.poll(() => linkIn(product.output()), { timeout: 10_000 }).toBeDefined()
  const secret = linkIn(product.output())
  const pid = product.pidOf('gateway')
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(
      () =>
        call('session.readLink', { secret: secret! }).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 20_000 },
    )
    .toBe(200)
  const files = [
    ...readdirSync(join(product.dataDir, 'logs')).map((name) => join('logs', name)),
    'instance.json',
  ]
  for (const file of files)
    expect(readFileSync(join(product.dataDir, file), 'utf8'), file).not.toContain(secret)
  expect((await call('session.acceptLink', { secret: secret!, ...account })).status).toBe(200)
  expect((await call('session.acceptLink', { secret: secret!, ...account })).status).toBe(404)
})

it('the local token is there, for its owner only', async () => {
  const file = join(product.dataDir, 'token')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(join(product.dataDir, 'session-key')).mode & 0o777).toBe(0o600)
  const authorization = `Bearer ${readFileSync(file, 'utf8').trim()}`
  const me = await call('users.me', {}, { authorization })
  expect(await me.json()).toMatchObject({
    result: { data: { kind: 'system', projects: [{ role: 'engineer' }] } },
  })
})

it('a terminal of the machine makes another link for the administrator', async () => {
  const { stdout, code } = await runCli(product.dataDir, 'admin', 'link')
  expect(code).toBe(0)
  const secret = linkIn(stdout)
  expect(secret).toBeDefined()
  const password = 'another one in the evening'
  expect((await call('session.acceptLink', { secret: secret!, password })).status).toBe(200)
  expect((await call('session.signIn', account)).status).toBe(401)
  expect((await call('session.signIn', { ...account, password })).status).toBe(200)
})
