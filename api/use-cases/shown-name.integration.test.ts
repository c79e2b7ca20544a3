/** Rows keep who did something by their address; people are shown the name, as it is now. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCallers } from '#test/authorisation/callers.ts'
import type { WalkCaller } from '#test/authorisation/callers.ts'
import { makePlace } from '#test/authorisation/place.ts'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { GatewayServer } from '#test/fixtures/gateway-server.ts'

let gateway: GatewayServer
let projectId: string
let engineer: WalkCaller
let admin: WalkCaller
const email = 'engineer@plant.example'
const name = 'Grace Hopper'
const id = 'drawn'

beforeAll(async () => {
  gateway = await openGatewayServer()
  const place = await makePlace(gateway.app, 'ownwords')
  projectId = place.projectId
  const callers = await makeCallers(gateway, projectId)
  ;[engineer, admin] = ['engineer', 'admin'].map((role) => callers.find((caller) => caller.name === role)!)
  await ask('users.changeProfile', { name })
  await ask('pipelines.save', { projectId, document: { ...place.document, id }, expectedRevision: 0 })
  await ask('runs.start', { projectId, pipeline: { id } })
})
afterAll(() => gateway?.close())

async function ask(path: string, input: object, caller = engineer): Promise<string> {
  const answer = await gateway.call(path, input, await caller.credential())
  expect([answer.status, answer.code], answer.body).toEqual([200, undefined])
  return answer.body
}

test('pipelines, versions, runs and conflicts show the name and not the address', async () => {
  for (const [path, input] of [
    ['pipelines.list', {}],
    ['pipelines.versions', { id }],
    ['pipelines.get', { id }],
    ['runs.list', {}],
    ['runs.list', { startedBy: name }],
  ] as const) {
    const body = await ask(path, { projectId, ...input })
    expect(body, path).toContain(name)
    expect(body, path).not.toContain(email)
  }
  const document = { ecoki: 1, id, name: 'another', nodes: [] }
  const input = { projectId, document, expectedRevision: 0 }
  const conflict = await gateway.call('pipelines.save', input, await engineer.credential())
  expect(conflict.code).toBe('revision-conflict')
  expect(conflict.body).toContain(name)
  expect(conflict.body).not.toContain(email)
})

test('the audit has both: what was written, and the name; it is found by either', async () => {
  for (const actor of [email, 'grace hop']) {
    const body = await ask('audit.list', { projectId, actor }, admin)
    const { items } = (JSON.parse(body) as { result: { data: { items: object[] } } }).result.data
    expect(items[0]).toMatchObject({ actorName: email, actorTitle: name })
  }
})

test('a program that is called like somebody is not shown as that person', async () => {
  const { pool } = gateway.app
  await pool.query(`update run set actor_kind = 'token' where pipeline_id = $1`, [id])
  const body = await ask('runs.list', { projectId, pipeline: id })
  expect(body).toContain(email)
  expect(body).not.toContain(name)
})
