/** Temporal's own pages ask the gateway what a payload says; only engineers of its project are told. */
import { randomUUID } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDataConverter } from '#datasets/secrets/data-converter.ts'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { GatewayServer } from '#test/fixtures/gateway-server.ts'
import { insertRun, projectId } from '#test/fixtures/ledger-rows.ts'
import { makeCallers } from '#test/authorisation/callers.ts'
import type { WalkCaller } from '#test/authorisation/callers.ts'
import type { JsonPayload } from '../use-cases/decode-payloads.ts'

const uiUrl = 'http://127.0.0.1:8233'
let gateway: GatewayServer
let callers: WalkCaller[]
let encrypted: JsonPayload
let runId: string
beforeAll(async () => {
  gateway = await openGatewayServer({ temporalUiUrl: uiUrl })
  callers = await makeCallers(gateway, projectId)
  runId = await insertRun(gateway.app.pool, ['a'])
  encrypted = await payloadOf(runId, 'Ofen 7')
})
afterAll(() => gateway?.close())

async function payloadOf(workflowId: string, value: unknown): Promise<JsonPayload> {
  const codec = makeDataConverter(gateway.app.keyRing()).payloadCodecs![0]
  const context = { type: 'workflow', namespace: 'default', workflowId } as const
  const [made] = await codec.encode([defaultPayloadConverter.toPayload(value)!], context)
  const entries = Object.entries(made.metadata!).map(([name, bytes]) => [name, base64(bytes)])
  return { metadata: Object.fromEntries(entries) as Record<string, string>, data: base64(made.data!) }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

interface Ask {
  as?: WalkCaller
  payloads?: unknown
  origin?: string
}

async function decode({ as, payloads = [encrypted], origin = uiUrl }: Ask) {
  const { cookie, token } = (await as?.credential()) ?? {}
  const headers = {
    'content-type': 'application/json',
    'x-namespace': 'default',
    origin,
    'sec-fetch-site': 'same-site',
    ...(cookie && { cookie }),
    ...(token && { authorization: `Bearer ${token}` }),
  }
  const body = JSON.stringify({ payloads })
  return gateway.server.inject({ method: 'POST', url: '/api/temporal-codec/decode', headers, payload: body })
}

const person = (name: string) => callers.find((caller) => caller.name === name)!
const plain = {
  metadata: { encoding: base64(Buffer.from('json/plain')) },
  data: base64(Buffer.from('"Ofen 7"')),
}

describe('whom it decrypts for', () => {
  test.each(['engineer', 'admin'])('an %s of the project', async (name) => {
    const response = await decode({ as: person(name) })
    expect([response.statusCode, response.json()]).toEqual([200, { payloads: [plain] }])
  })

  test.each(['viewer', 'operator', 'administrator'])('not a mere %s', async (name) => {
    const response = await decode({ as: person(name) })
    expect([response.statusCode, response.json()]).toEqual([200, { payloads: [encrypted] }])
  })

  test('nobody who is not signed in', async () => {
    const response = await decode({})
    expect([response.statusCode, response.json()]).toMatchObject([401, { code: 'not-signed-in' }])
  })

  test('nobody in another project, for runs and for files that are looked at', async () => {
    const other = randomUUID()
    await gateway.app.pool.query('insert into project (id, name) values ($1, $2)', [other, other])
    const foreign = await payloadOf(`inspectReader.${other}.${randomUUID()}`, 'x')
    const own = await payloadOf(`inspectReader.${projectId}.${randomUUID()}`, 'Ofen 7')
    const unknown = await payloadOf(randomUUID(), 'x')
    const response = await decode({ as: person('engineer'), payloads: [foreign, own, unknown, plain] })
    expect(response.json()).toEqual({ payloads: [foreign, plain, unknown, plain] })
  })
})

test('a payload that names another workflow than it was written for is refused', async () => {
  const foreign = await payloadOf(randomUUID(), 'x')
  const workflow = encrypted.metadata!['ecoki-workflow']
  const bent = { ...foreign, metadata: { ...foreign.metadata, 'ecoki-workflow': workflow } }
  const response = await decode({ as: person('engineer'), payloads: [bent] })
  expect([response.statusCode, response.json()]).toMatchObject([409, { code: 'payload-unreadable' }])
})

describe('whose pages may ask', () => {
  test("Temporal's, with the session's cookie", async () => {
    const response = await decode({ as: person('engineer') })
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': uiUrl,
      'access-control-allow-credentials': 'true',
      'cache-control': 'no-store',
    })
    const preflight = await gateway.server.inject({
      method: 'OPTIONS',
      url: '/api/temporal-codec/decode',
      headers: { origin: uiUrl, 'access-control-request-method': 'POST' },
    })
    expect([preflight.statusCode, preflight.headers['access-control-allow-origin']]).toEqual([204, uiUrl])
    expect(preflight.headers['access-control-allow-headers']).toContain('x-namespace')
  })

  test.each(['http://127.0.0.1:8234', 'http://localhost:8233', 'https://evil.example', 'null'])(
    'not %s',
    async (origin) => {
      const response = await decode({ as: person('engineer'), origin })
      expect([response.statusCode, response.json()]).toMatchObject([403, { code: 'origin-refused' }])
      expect(response.headers['access-control-allow-origin']).toBeUndefined()
    },
  )

  test("Temporal's pages may ask nothing else", async () => {
    const { cookie } = await person('engineer').credential()
    const response = await gateway.server.inject({
      method: 'POST',
      url: '/trpc/session.signOut',
      headers: { 'content-type': 'application/json', origin: uiUrl, 'sec-fetch-site': 'same-site', cookie },
      payload: '{}',
    })
    expect(response.statusCode).toBe(403)
    expect(response.headers['access-control-allow-origin']).toBeUndefined()
  })
})

test.each([null, 7, { a: 1 }, [{ data: 'not base64!' }], [{ metadata: { encoding: 1 } }], [{ other: 'x' }]])(
  '%j is refused as input',
  async (payloads) => {
    const response = await decode({ as: person('engineer'), payloads })
    expect([response.statusCode, response.json()]).toMatchObject([400, { code: 'input-invalid' }])
  },
)
