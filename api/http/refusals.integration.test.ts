import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openListeningGateway } from '#test/fixtures/listening-gateway.ts'
import type { ListeningGateway } from '#test/fixtures/listening-gateway.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { verifyAudit } from '../use-cases/verify-audit.ts'

let gateway: ListeningGateway
let viewer: { id: string; secret: string }
let engineer: { id: string; secret: string }
let projectId: string

beforeAll(async () => {
  gateway = await openListeningGateway({
    limits: { perAddress: 10_000, perCaller: 60, perStranger: 10_000, windowS: 600, atOnce: 200 },
  })
  projectId = gateway.app.projectId
})
afterAll(() => gateway.close())
beforeEach(async () => {
  viewer = await gateway.token('viewer')
  engineer = await gateway.token('engineer')
})

const document = (id: string) => ({ ecoki: 1, id, name: 'P', nodes: [], edges: [] })

interface Row {
  action: string
  result: string
  [column: string]: unknown
}

async function rowsOf(actorId: string): Promise<Row[]> {
  const { rows } = await gateway.app.pool.query<Row>(
    `select action, object_kind, object_id, result, project_id, actor_kind, actor_name, address, request_id
     from audit where actor_id = $1 order by seq`,
    [actorId],
  )
  return rows
}

const requestIdOf = (body: unknown) =>
  (body as { error: { data: { requestId: string } } }).error.data.requestId

describe('a refusal is one row', () => {
  it('of somebody whose role is too low', async () => {
    const answer = await gateway.post(
      '/trpc/pipelines.save',
      { projectId, document: document('p1'), expectedRevision: 0 },
      viewer.secret,
    )
    expect(answer.status).toBe(403)
    expect(await rowsOf(viewer.id)).toEqual([
      {
        action: 'pipelines.save', object_kind: 'pipelines', object_id: 'p1', result: 'not-allowed', project_id: projectId,
        actor_kind: 'token', actor_name: 'token of viewer', address: '127.0.0.1', request_id: requestIdOf(answer.body),
      },
    ]) // prettier-ignore
  })

  it('about a project that is not the caller’s, which is named as what was asked for only', async () => {
    const other = randomUUID()
    expect((await gateway.post('/trpc/pipelines.list', { projectId: other }, viewer.secret)).status).toBe(404)
    expect(await rowsOf(viewer.id)).toMatchObject([
      { result: 'project-unknown', project_id: null, object_kind: 'project', object_id: other },
    ])
  })

  it('for a wrong input, for what is not there, and for what somebody else was first with', async () => {
    const save = { projectId, document: document(`p-${viewer.id}`), expectedRevision: 0 }
    await gateway.post('/trpc/pipelines.save', save, engineer.secret)
    const named = { ...save, document: { ...save.document, name: 'Q' } }
    const answers = [
      await gateway.post('/trpc/pipelines.list', { projectId, limit: 'x' }, engineer.secret),
      await gateway.post('/trpc/pipelines.get', { projectId, id: 'nowhere' }, engineer.secret),
      await gateway.post('/trpc/pipelines.save', named, engineer.secret),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 409])
    expect((await rowsOf(engineer.id)).map(({ action, result }) => `${action} ${result}`)).toEqual([
      'pipeline.save done',
      'pipelines.list input-invalid',
      'pipelines.get pipeline-missing',
      'pipelines.save revision-conflict',
    ])
  })

  it('for each call of a batch', async () => {
    const path = '/trpc/pipelines.get,system.health,pipelines.get?batch=1'
    const input = { 0: { projectId, id: 'a' }, 1: {}, 2: { projectId, id: 'b' } }
    const answer = await gateway.post(path, input, viewer.secret)
    expect(answer.status).toBe(207)
    expect((await rowsOf(viewer.id)).map((row) => row.object_id).sort()).toEqual(['a', 'b'])
  })

  it('before a procedure is found, too', async () => {
    expect((await gateway.post('/trpc/no.such', {}, viewer.secret)).status).toBe(404)
    expect((await gateway.post('/trpc/pipelines.list', '{', viewer.secret)).status).toBe(400)
    expect((await rowsOf(viewer.id)).map(({ action, result }) => `${action} ${result}`)).toEqual([
      'no.such not-found',
      'pipelines.list json-malformed',
    ])
  })

  it('and what is allowed leaves none', async () => {
    expect((await gateway.post('/trpc/pipelines.list', { projectId }, viewer.secret)).status).toBe(200)
    expect(await rowsOf(viewer.id)).toEqual([])
  })
})

describe('refusals are counted', () => {
  interface Counted {
    count: string
    rows: string
  }

  async function counted(code: string, actorId: string): Promise<Counted | undefined> {
    const { rows } = await gateway.app.pool.query<Counted>(
      `select sum(c.count) as count, count(a.seq) as rows from refusal_count c
         join audit a on a.seq = c.seq and a.result = c.result and a.actor_id = c.actor_id and a.address = c.address
       where c.result = $1 and c.actor_id = $2`,
      [code, actorId],
    )
    return rows[0]
  }

  it('of strangers, by address and minute', async () => {
    for (let round = 0; round < 3; round++) {
      for (let call = 0; call < 4; call++) await gateway.post('/trpc/pipelines.list', { projectId })
      await new Promise((resolve) => setTimeout(resolve, 1_100))
    }
    await waitFor(
      'all are counted',
      async () => (await counted('not-signed-in', 'anonymous'))?.count === '12',
    )
    // The minute may have changed meanwhile.
    expect(Number((await counted('not-signed-in', 'anonymous'))?.rows)).toBeLessThanOrEqual(2)
  })

  it('of too many requests, by who asked; the rows before stay as they are', async () => {
    const before = await verifyAudit(gateway.app.pool, '/nonexistent')
    const twenty = Array.from({ length: 20 }, (_, index) => [index, { projectId }])
    const path = `/trpc/${Array(20).fill('pipelines.list').join(',')}?batch=1`
    const statuses: number[] = []
    for (let batch = 0; batch < 4; batch++)
      statuses.push((await gateway.post(path, Object.fromEntries(twenty), viewer.secret)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const single = await gateway.post('/trpc/pipelines.list', { projectId }, viewer.secret)
    expect(single.status).toBe(429)
    const wait = Number(single.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(590)
    expect(wait).toBeLessThanOrEqual(600)
    // Each call of a batch is refused.
    await waitFor(
      'all are counted',
      async () => (await counted('too-many-requests', viewer.id))?.count === '21',
    )
    expect((await gateway.post('/trpc/pipelines.list', { projectId }, engineer.secret)).status).toBe(200)
    const after = await verifyAudit(gateway.app.pool, '/nonexistent')
    expect(after.problems).toEqual(before.problems)
    expect(after.rows - before.rows).toBeLessThanOrEqual(2)
  })
})
