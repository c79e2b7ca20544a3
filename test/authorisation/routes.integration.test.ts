/** The addresses that are no procedures, walked as the procedures are: everyone, own project, others, what is not there. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissions } from '#api/permissions.ts'
import { appRouter } from '#api/root.ts'
import { openGatewayServer } from '../fixtures/gateway-server.ts'
import type { GatewayServer } from '../fixtures/gateway-server.ts'
import { makeCallers } from './callers.ts'
import type { WalkCaller } from './callers.ts'
import { expectedRefusal, statusOf } from './expected.ts'
import type { Target } from './expected.ts'
import { makePlace } from './place.ts'
import type { Place } from './place.ts'

const unlimited = { perAddress: 1e9, perCaller: 1e9, perStranger: 1e9, windowS: 10, atOnce: 1_000 }
let gateway: GatewayServer
let own: Place
let other: Place
let callers: WalkCaller[]

beforeAll(async () => {
  // No engine: a download that is let through ends there, or is a file already.
  gateway = await openGatewayServer({ limits: unlimited, temporalAddress: '127.0.0.1:1' })
  own = await makePlace(gateway.app, 'ownwords')
  other = await makePlace(gateway.app, 'foreignwords')
  callers = await makeCallers(gateway, own.projectId)
})
afterAll(() => gateway?.close())

interface RouteCase {
  method: 'GET' | 'POST'
  url(projectId: string, place: Place): string
  payload?: string
  /** Codes that a caller with the right to call may get as well. */
  alsoThrough?: string[]
}

const routes: Record<string, RouteCase> = {
  'datasets.upload': {
    method: 'POST',
    url: (projectId) => `/api/projects/${projectId}/files?name=${randomUUID()}.csv`,
    payload: 'a\n1\n',
  },
  'datasets.download': {
    method: 'GET',
    url: (projectId, { run, node, port }) => `/api/projects/${projectId}/runs/${run}/outputs/${node}/${port}`,
    alsoThrough: ['engine-away'],
  },
  'temporal.decode': { method: 'POST', url: () => '/api/temporal-codec/decode', payload: '{"payloads":[]}' },
  'system.metrics': { method: 'GET', url: () => '/metrics' },
}

it('has a case for each name in the table that is no procedure', () => {
  const procedures = Object.keys(appRouter._def.procedures)
  const names = Object.keys(permissions).filter((path) => !procedures.includes(path))
  expect(Object.keys(routes).sort()).toEqual(names.sort())
})

async function send(name: string, caller: WalkCaller, url: string) {
  const { method, payload } = routes[name]
  const { cookie, token } = await caller.credential()
  return gateway.server.inject({
    ...{ method, url, payload },
    headers: {
      host: 'plant.example:4711',
      ...(payload && { 'content-type': name === 'temporal.decode' ? 'application/json' : 'text/csv' }),
      ...(cookie && { cookie, origin: 'http://plant.example:4711' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
  })
}

const codeOf = (body: string) => (JSON.parse(body) as { code?: string }).code

describe.each(Object.keys(routes))('%s', (name) => {
  const { url, alsoThrough = [] } = routes[name]
  const permission = permissions[name]
  const targets: Target[] = permission.scope === 'project' ? ['own', 'other', 'nowhere'] : ['own']

  it.each(targets)('is for those whom the table names: %s project', async (target) => {
    const before = await countChanges()
    // Beside each other: a download that is let through waits for an engine that is not there.
    const through = await Promise.all(callers.map((caller) => check(caller, target)))
    const changes = name === 'datasets.upload' ? through.filter(Boolean).length : 0
    expect((await countChanges()) - before, 'rows of the audit').toBe(changes)
  })

  /** Whether the caller was let through. */
  async function check(caller: WalkCaller, target: Target): Promise<boolean> {
    const place = target === 'other' ? other : own
    const projectId = target === 'nowhere' ? randomUUID() : place.projectId
    const { statusCode, body } = await send(name, caller, url(projectId, place))
    const told = `${caller.name}: ${statusCode} ${body.slice(0, 300)}`
    const refusal = expectedRefusal(permission, caller, target)
    if (refusal !== undefined) expect([statusCode, codeOf(body)], told).toEqual([statusOf[refusal], refusal])
    else if (statusCode !== 200) expect(alsoThrough, told).toContain(codeOf(body))
    expect(body, told).not.toContain(other.canary)
    return refusal === undefined
  }
})

it('says of outputs that are not there or of another project the same', async () => {
  const { download } = { download: routes['datasets.download'] }
  for (const caller of callers.filter((one) => one.role !== undefined && one.scopes.includes('read')))
    for (const run of [other.run, randomUUID()]) {
      const { statusCode, body } = await send(
        'datasets.download',
        caller,
        download.url(own.projectId, { ...own, run }),
      )
      expect([statusCode, codeOf(body)], caller.name).toEqual([404, 'output-unknown'])
      expect(body).not.toContain(other.canary)
    }
})

async function countChanges(): Promise<number> {
  const { rows } = await gateway.app.pool.query<{ count: number }>(
    `select count(*)::int as count from audit where result = 'done'`,
  )
  return rows[0].count
}
