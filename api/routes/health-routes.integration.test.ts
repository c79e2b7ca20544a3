/** What those who watch over processes are told, and who is told the figures. */
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '#api/app.ts'
import { newSecret } from '#api/auth/secrets.ts'
import { makeServer } from '#api/server.ts'
import { makeKeyRing, newKey } from '#config/key-ring.ts'
import { makeCallers } from '#test/authorisation/callers.ts'
import type { WalkCaller } from '#test/authorisation/callers.ts'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { GatewayServer } from '#test/fixtures/gateway-server.ts'
import { insertRun, projectId } from '#test/fixtures/ledger-rows.ts'

let gateway: GatewayServer
let callers: WalkCaller[]
beforeAll(async () => {
  gateway = await openGatewayServer()
  callers = await makeCallers(gateway, projectId)
})
afterAll(() => gateway?.close())

const get = (url: string, headers: Record<string, string> = {}) => gateway.server.inject({ url, headers })

async function figures(name: string, address?: string) {
  const { cookie, token } = await callers.find((caller) => caller.name === name)!.credential()
  const headers = { ...(cookie && { cookie }), ...(token && { authorization: `Bearer ${token}` }) }
  return gateway.server.inject({ url: '/metrics', headers, remoteAddress: address })
}

describe('a gateway with its database', () => {
  test.each(['/healthz', '/readyz'])('says yes at %s, to anybody, and says no more', async (path) => {
    const response = await get(path)
    expect([response.statusCode, response.body]).toEqual([200, '{"ok":true}'])
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })
})

describe('a gateway without its database', () => {
  const places = {
    databaseUrl: 'postgres://a:b@127.0.0.1:1/c',
    temporalAddress: '127.0.0.1:1',
    storeDir: tmpdir(),
  }
  const actor = { kind: 'system', id: 'gateway', name: 'gateway' } as const

  test('is alive and not ready', async () => {
    const app = openApp({ ...places, keyRing: makeKeyRing([newKey()]) }, actor)
    const server = await makeServer({ app, webDir: join(tmpdir(), 'nonexistent') })
    expect((await server.inject('/healthz')).statusCode).toBe(200)
    const ready = await server.inject('/readyz')
    expect([ready.statusCode, ready.body]).toEqual([503, '{"ok":false}'])
    await server.close()
    await app.close()
  })

  test('is not ready without keys either', async () => {
    const app = { ...gateway.app, pool: Object.create(gateway.app.pool) as typeof gateway.app.pool }
    const server = await makeServer({
      app: {
        ...app,
        keyRing: () => {
          throw new Error('no keys')
        },
      },
      webDir: join(tmpdir(), 'nonexistent'),
    })
    expect((await server.inject('/readyz')).statusCode).toBe(503)
    await server.close()
  })
})

describe('the figures', () => {
  test('are for those who are signed in, by session or by a token that may read', async () => {
    for (const name of ['viewer', 'administrator', 'token without write']) {
      const response = await figures(name)
      expect(response.statusCode, name).toBe(200)
      expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
      expect(response.headers['cache-control']).toBe('no-store')
    }
    const stranger = await get('/metrics')
    expect([stranger.statusCode, stranger.json()]).toMatchObject([401, { code: 'not-signed-in' }])
    const weak = await figures('token without read')
    expect([weak.statusCode, weak.json()]).toMatchObject([403, { code: 'scope-missing' }])
    const wrong = await get('/metrics', { authorization: `Bearer ${newSecret()}` })
    expect(wrong.statusCode).toBe(401)
  })

  test('follow the names of the field', async () => {
    const { body } = await figures('viewer')
    const names = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, kind]) => [name, kind])
    expect(names.length).toBeGreaterThan(8)
    for (const [name, kind] of names) {
      expect(name).toMatch(/^ecoki_[a-z]+(_[a-z]+)*$/)
      expect(name.endsWith('_total'), `${name} is a ${kind}`).toBe(kind === 'counter')
    }
    expect([...body.matchAll(/^# HELP /gm)]).toHaveLength(names.length)
  })

  test('count answers by procedure and status', async () => {
    await get('/trpc/system.health?input=%7B%7D')
    await get('/trpc/pipelines.list?input=%7B%7D')
    const { body } = await figures('viewer')
    const count = (labels: string) =>
      Number(
        new RegExp(`^ecoki_http_request_duration_seconds_count\\{${labels}\\} (\\d+)$`, 'm').exec(body)?.[1],
      )
    expect(count('method="GET",route="system.health",status="200"')).toBe(1)
    expect(count('method="GET",route="pipelines.list",status="401"')).toBe(1)
  })

  test('tell of open runs, the database and the disk', async () => {
    await insertRun(gateway.app.pool, ['a'])
    const { body } = await figures('viewer')
    expect(body).toMatch(/^ecoki_runs\{status="queued"\} 1$/m)
    expect(body).toMatch(/^ecoki_runs\{status="stalled"\} 0$/m)
    expect(body).toMatch(/^ecoki_database_up 1$/m)
    expect(body).toMatch(/^ecoki_engine_up 1$/m)
    expect(body).toMatch(/^ecoki_workers 0$/m)
    expect(Number(/^ecoki_disk_free_bytes (\S+)$/m.exec(body)?.[1])).toBeGreaterThan(1e6)
  })

  test('name nobody and nothing that somebody asked for', async () => {
    const canary = 'c4n4ry'
    await gateway.app.pool.query('update project set name = $1', [canary])
    for (const path of [
      `/trpc/${canary}`,
      `/${canary}`,
      `/api/projects/${canary}/files`,
      `/trpc/%E0%A4%A,x${canary}`,
    ])
      await get(path)
    const { body } = await figures('viewer')
    expect(body).toMatch(/route="none"/)
    for (const secret of [canary, projectId, '@plant.example', '127.0.0.1'])
      expect(body).not.toContain(secret)
  })

  test('are limited like everything else', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 700 }, () => figures('viewer', '10.0.0.9').then(({ statusCode }) => statusCode)),
    )
    expect(statuses).toContain(429)
    expect((await figures('admin')).body).toMatch(/^ecoki_http_rate_limited_total [1-9]/m)
  })
})
