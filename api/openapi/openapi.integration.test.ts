import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Validator } from '@cfworker/json-schema'
import { openApiFile, openApiText } from '../../docs/write-openapi.ts'
import { defaultProjectId } from '#api/app.ts'
import { provideLocalToken } from '#api/auth/local-token.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import { openGatewayServer } from '#test/fixtures/gateway-server.ts'
import type { GatewayServer } from '#test/fixtures/gateway-server.ts'
import { callablePaths } from './describe-api.ts'

let gateway: GatewayServer
let folder: TemporaryFolder
let token: string
beforeAll(async () => {
  gateway = await openGatewayServer()
  folder = await makeTemporaryFolder()
  const file = `${folder.path}/token`
  await provideLocalToken(gateway.app, file)
  token = readFileSync(file, 'utf8').trim()
})
afterAll(async () => {
  await gateway.close()
  await folder.remove()
})

function post(address: string, body: unknown, headers: Record<string, string> = {}) {
  return gateway.server.inject({
    method: 'POST',
    url: `/api/v1${address}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

interface Schema {
  $ref?: string
}
interface Description {
  paths: Record<string, { post: { responses: { 200: { content: Record<string, { schema: Schema }> } } } }>
  components: Record<string, unknown>
}

it('is checked in as it is served', async () => {
  // Written anew by: node docs/write-openapi.ts
  expect(readFileSync(openApiFile, 'utf8')).toBe(openApiText())
  const served = await gateway.server.inject({ url: '/api/v1/openapi.json' })
  expect(served.json()).toEqual(JSON.parse(openApiText()))
})

it('describes every procedure but streams, with what it needs and gives', () => {
  const { paths } = JSON.parse(openApiText()) as Description
  expect(Object.keys(paths).sort()).toEqual([...callablePaths().keys()].sort())
  for (const { post } of Object.values(paths))
    expect(post.responses[200].content['application/json']).toBeDefined()
})

it('answers are as described', async () => {
  const description = JSON.parse(openApiText()) as Description
  const calls: [string, object][] = [
    ['/blocks/catalog', {}],
    ['/pipelines/list', { projectId: defaultProjectId }],
    ['/runs/list', { projectId: defaultProjectId }],
    ['/datasets/files', { projectId: defaultProjectId }],
  ]
  for (const [address, input] of calls) {
    const answer = await post(address, input)
    expect(answer.statusCode, address).toBe(200)
    const { schema } = description.paths[address].post.responses[200].content['application/json']
    const whole = { ...schema, components: description.components }
    const { errors } = new Validator(whole as object, '2020-12', false).validate(answer.json())
    expect(errors, address).toEqual([])
  }
})

it('refusals have their status and say why', async () => {
  const unknown = { projectId: '00000000-0000-7000-8000-00000000ffff' }
  expect((await post('/runs/list', unknown)).json()).toMatchObject({
    code: 'project-unknown',
    httpStatus: 404,
  })
  expect((await post('/runs/list', unknown, { authorization: '' })).statusCode).toBe(401)
  expect((await post('/runs/list', '{"projectId":')).statusCode).toBe(400)
  const wrong = await post('/runs/list', { projectId: defaultProjectId, limit: -1 })
  expect(wrong.json()).toMatchObject({ code: 'input-invalid', fieldErrors: { limit: [expect.any(String)] } })
  expect((await post('/runs/nothing', {})).statusCode).toBe(404)
})

it('a repeated start with one Idempotency-Key is one run', { timeout: 60_000 }, async () => {
  const nodes = [{ id: 'a', block: 'simulated-history', version: 1, config: { days: 1 } }]
  const document = { ecoki: 1, id: 'p', name: 'P', nodes, edges: [] }
  const input = { projectId: defaultProjectId, document }
  const starts = await Promise.all(
    Array.from({ length: 100 }, () => post('/runs/start', input, { 'idempotency-key': 'once' })),
  )
  expect(new Set(starts.map((one) => one.json<{ run: string }>().run)).size).toBe(1)
  const { rows } = await gateway.app.pool.query("select from run where pipeline_id = 'p'")
  expect(rows.length).toBe(1)
})

it('the reference page shows every address and loads nothing', async () => {
  const page = await gateway.server.inject({ url: '/api/v1/' })
  for (const address of callablePaths().keys()) expect(page.body).toContain(`POST /api/v1${address}<`)
  expect(page.body).not.toMatch(/<script|src=|https?:\/\//)
})
