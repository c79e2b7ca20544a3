/** Real requests by TLS, with certificates of an authority made for the test. */
import { copyFileSync, readFileSync } from 'node:fs'
import { request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreePorts } from '#runtime/ports.ts'
import { makeAuthority } from '#test/fixtures/certificates.ts'
import type { TestAuthority } from '#test/fixtures/certificates.ts'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { GatewayServer } from '#test/fixtures/gateway-server.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { openDoor } from './public-door.ts'
import type { OpenDoor } from './public-door.ts'

let authority: TestAuthority
let gateway: GatewayServer
let door: OpenDoor
let port = 0
const password = 'a long enough password'

beforeAll(async () => {
  authority = makeAuthority()
  gateway = await openGatewayServer()
  ;[port] = await findFreePorts(1)
  const tls = authority.sign('served')
  door = await openDoor(
    { app: gateway.app, webDir: authority.folder + '/none' },
    { host: '127.0.0.1', port, tls },
    50,
  )
})
afterAll(async () => {
  await door?.close()
  await gateway?.close()
  authority?.remove()
})

interface Answer {
  status?: number
  headers: IncomingMessage['headers']
  /** Of the certificate that was shown. */
  serial: string
}

function ask(
  path: string,
  { input, ca = readFileSync(authority.caFile) }: { input?: unknown; ca?: Buffer } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', origin: `https://localhost:${port}` }
    const method = input === undefined ? 'GET' : 'POST'
    const sent = request(
      { host: 'localhost', family: 4, port, path, method, headers, ca, agent: false },
      (response) => {
        const serial = (response.socket as TLSSocket).getPeerCertificate().serialNumber
        response
          .resume()
          .on('end', () => resolve({ status: response.statusCode, headers: response.headers, serial }))
      },
    )
    sent.once('error', reject).end(input === undefined ? undefined : JSON.stringify(input))
  })
}

test('colleagues who trust the authority come in, told to stay with TLS', async () => {
  const { status, headers } = await ask('/trpc/system.health?input=%7B%7D')
  expect(status).toBe(200)
  expect(headers['strict-transport-security']).toBe('max-age=31536000')
})

test('who does not know the authority is warned by their own program', async () => {
  const unknown = ask('/trpc/system.health?input=%7B%7D', {
    ca: readFileSync(authority.sign('stranger').cert),
  })
  await expect(unknown).rejects.toMatchObject({
    code: expect.stringMatching(/UNABLE_TO|SELF_SIGNED|UNABLE_TO_VERIFY/),
  })
})

test('who speaks plain HTTP to it gets nothing', async () => {
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('the session cookie goes nowhere but by TLS', async () => {
  const account = { secret: gateway.setupSecret, name: 'Ada', email: 'ada@plant.example', password }
  const { headers, status } = await ask('/trpc/session.acceptLink', { input: account })
  expect(status).toBe(200)
  expect(headers['set-cookie']?.[0]).toMatch(/^__Secure-ecoki\.session_token=.*; Secure/)
})

test(
  'a renewed certificate is served without a restart; one that does not fit its key is not',
  { timeout: 60_000 },
  async () => {
    const before = (await ask('/trpc/system.health?input=%7B%7D')).serial
    const served = (ending: string) => join(authority.folder, `served.${ending}`)
    const next = authority.sign('next')
    copyFileSync(next.cert, served('crt'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await ask('/trpc/system.health?input=%7B%7D')).serial).toBe(before)
    copyFileSync(next.key, served('key'))
    await waitFor(
      'the new one is shown',
      async () => (await ask('/trpc/system.health?input=%7B%7D')).serial !== before,
    )
  },
)
