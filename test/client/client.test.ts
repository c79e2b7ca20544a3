/** The client against a server that cuts, refuses and repeats itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient, EcokiError } from '#client/index.ts'
import type { Client, RunEvent } from '#client/index.ts'
import { answerWith, cut, openGatewayDouble, streamOf } from './gateway-double.ts'
import type { Answer, GatewayDouble } from './gateway-double.ts'

const project = '00000000-0000-7000-8000-000000000001'
const run = '00000000-0000-7000-8000-00000000000a'
const document = { ecoki: 1 as const, id: 'p', name: 'p', nodes: [] }
const gateways: GatewayDouble[] = []

async function open(...answers: Answer[]): Promise<{ client: Client; gateway: GatewayDouble }> {
  const gateway = await openGatewayDouble(...answers)
  gateways.push(gateway)
  return { client: createClient({ url: gateway.url, token: 'secret', project, patienceMs: 3_000 }), gateway }
}
afterEach(() => Promise.all(gateways.splice(0).map((gateway) => gateway.close())))

const refusal = (code: string, httpStatus: number, params = {}) =>
  ({ code, httpStatus, params, fieldErrors: {}, requestId: 'r-1' }) as const

describe('a request', () => {
  it('to start is repeated after a cut, with the key of the first time', async () => {
    const { client, gateway } = await open(cut, cut, answerWith(200, { run, issues: [] }))
    expect((await client.runs.start({ document })).id).toBe(run)
    const keys = gateway.asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect((await client.runs.start({ document })).id).toBe(run)
    expect(gateway.asked[3].headers['idempotency-key']).not.toBe(keys[0])
    expect(gateway.asked[0]).toMatchObject({
      path: '/api/v1/runs/start',
      headers: { authorization: 'Bearer secret' },
    })
  })

  it('to change something is not repeated when it may have arrived', async () => {
    const { client, gateway } = await open(cut, answerWith(200, { ok: true }))
    await expect(client.runs.of(run).cancel()).rejects.toMatchObject({ code: 'not-reachable', status: 0 })
    expect(gateway.asked).toHaveLength(1)
  })

  it('waits as long as it is told to', async () => {
    const later = answerWith(429, refusal('too-many-requests', 429), { 'retry-after': '1' })
    const { client, gateway } = await open(later, answerWith(200, { ok: true }))
    const begin = performance.now()
    await client.runs.of(run).cancel()
    expect(performance.now() - begin).toBeGreaterThan(950)
    expect(gateway.asked).toHaveLength(2)
  })

  it('is given up when it would have to wait too long, and without a time to wait', async () => {
    const long = await open(answerWith(503, refusal('database-away', 503), { 'retry-after': '60' }))
    await expect(long.client.runs.list()).rejects.toMatchObject({ code: 'database-away', status: 503 })
    const plain = await open(answerWith(503, refusal('engine-away', 503)))
    await expect(plain.client.runs.list()).rejects.toMatchObject({ code: 'engine-away' })
    expect(plain.gateway.asked).toHaveLength(1)
  })

  it('that is refused says why', async () => {
    const { client } = await open(answerWith(404, refusal('run-unknown', 404, { run })))
    const error = await client.runs.get(run).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(EcokiError)
    expect(error).toMatchObject({ code: 'run-unknown', params: { run }, status: 404, requestId: 'r-1' })
  })

  it('that something else answers is no refusal of ours', async () => {
    const { client } = await open((response) => void response.writeHead(502).end('<html>Bad gateway</html>'))
    await expect(client.runs.list()).rejects.toMatchObject({ code: 'not-ecoki', params: { status: 502 } })
  })

  it('of a token for several projects needs to know which', async () => {
    const gateway = await openGatewayDouble(answerWith(200, [{ id: 'a' }, { id: 'b' }]))
    gateways.push(gateway)
    const client = createClient({ url: gateway.url, token: 'secret' })
    await expect(client.runs.list()).rejects.toMatchObject({
      code: 'project-needed',
      params: { projects: ['a', 'b'] },
    })
  })
})

it('a file that is cut on its way is sent again as a whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-client-'))
  const path = join(folder, 'meter 1.csv')
  writeFileSync(path, 'a;b\n1;2\n')
  const file = { hash: 'ab', bytes: 8, name: 'meter 1.csv', mime: 'text/csv' }
  const { client, gateway } = await open(cut, answerWith(200, file))
  expect(await client.files.upload(path, { mime: 'text/csv' })).toEqual(file)
  expect(gateway.asked.map(({ body }) => body)).toEqual(['a;b\n1;2\n', 'a;b\n1;2\n'])
  expect(gateway.asked[1].path).toBe(`/api/projects/${project}/files?name=meter%201.csv`)
  await expect(client.files.upload(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-missing' })
  rmSync(folder, { recursive: true })
})

const step = (node: string) => ({ kind: 'step', run, node, status: 'done' })
const told = (...events: object[]) => ({ type: 'events', events })

async function kindsOf(events: AsyncIterable<RunEvent>): Promise<string[]> {
  const kinds: string[] = []
  for await (const event of events)
    kinds.push(
      'node' in event
        ? `${event.kind} ${event.node}`
        : 'status' in event
          ? `${event.kind} ${event.status}`
          : '',
    )
  return kinds
}

describe('the events of a run', () => {
  it('go on after a cut where they ended, and end with the run', async () => {
    const { client, gateway } = await open(
      streamOf(
        [
          ['1', { type: 'hello', isResumed: false }],
          ['2', told(step('a'))],
        ],
        'cut',
      ),
      answerWith(200, { status: 'running' }),
      streamOf([
        ['2', { type: 'hello', isResumed: true }],
        ['3', told(step('b'), { kind: 'run', run, status: 'done' })],
      ]),
    )
    expect(await kindsOf(client.runs.of(run).events())).toEqual([
      'state running',
      'step a',
      'step b',
      'run done',
    ])
    const streams = gateway.asked.filter(({ path }) => path.startsWith('/trpc/live.events'))
    expect(streams.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2'])
  })

  it('end at once when the run is over', async () => {
    const { client } = await open(
      streamOf([['1', { type: 'hello', isResumed: false }]]),
      answerWith(200, { status: 'failed' }),
    )
    expect(await kindsOf(client.runs.of(run).events())).toEqual(['state failed'])
  })

  it('end with the signal of whoever waits', async () => {
    const { client } = await open(
      streamOf([['1', { type: 'hello', isResumed: false }]]),
      answerWith(200, { status: 'running' }),
    )
    const signal = AbortSignal.timeout(200)
    await expect(kindsOf(client.runs.of(run).events({ signal }))).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })

  it('end with a refusal when the token has ended', async () => {
    const said = JSON.stringify({ data: refusal('not-signed-in', 401) })
    const { client } = await open((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(`event: serialized-error\ndata: ${said}\n\n`)
    })
    await expect(kindsOf(client.runs.of(run).events())).rejects.toMatchObject({
      code: 'not-signed-in',
      status: 401,
    })
  })
})
