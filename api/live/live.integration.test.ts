import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginAttempt, finishStep } from '#activities/ledger.ts'
import { insertRun } from '#test/fixtures/ledger-rows.ts'
import { openListeningGateway } from '#test/fixtures/listening-gateway.ts'
import type { ListeningGateway } from '#test/fixtures/listening-gateway.ts'
import { readStream } from '#test/fixtures/live-stream.ts'
import type { Told } from '#test/fixtures/live-stream.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { hubOf } from './event-hub.ts'
import type { LiveEvent } from './events.ts'

let gateway: ListeningGateway
let token: string
let projectId: string

beforeAll(async () => {
  gateway = await openListeningGateway({ streamPatienceMs: 1_000 })
  projectId = gateway.app.projectId
  token = (await gateway.token('viewer')).secret
})
afterAll(() => gateway.close())

const url = () => `http://127.0.0.1:${gateway.port}`

interface Listener {
  told: Told[]
  events(): LiveEvent[]
  /** Cuts the connection. */
  cut(): Promise<void>
  /** Resolves with what the stream ended with. */
  ended: Promise<unknown>
}

/** A client that has been greeted. */
async function listen(topics: object, lastEventId?: string, secret = token): Promise<Listener> {
  const abort = new AbortController()
  const told: Told[] = []
  const request = { url: url(), token: secret, input: { projectId, ...topics }, lastEventId }
  let isOver = false
  const ended = readStream(request, abort.signal, (one) => told.push(one)).then(
    () => undefined,
    (error: unknown) => error,
  )
  void ended.then(() => (isOver = true))
  await waitFor('a greeting', () => told.length > 0 || isOver)
  if (told.length === 0 && lastEventId === undefined) throw await ended
  return {
    told,
    ended,
    events: () => told.flatMap(({ message }) => (message.type === 'events' ? message.events : [])),
    async cut() {
      abort.abort()
      await ended
    },
  }
}

/** Log lines of transactions that begin and end in any order. */
async function writeLines(runId: string, seed: number, count: number): Promise<void> {
  const random = seededRandom(seed)
  for (let index = 0; index < count; index++) {
    const client = await gateway.app.pool.connect()
    try {
      await client.query('begin')
      for (let line = random.below(3); line >= 0; line--)
        await client.query(
          `insert into log_line (run_id, project_id, node, attempt, level, code) values ($1, $2, 'a', 1, 'info', 'x')`,
          [runId, projectId],
        )
      await sleep(random.below(index % 10 === 0 ? 400 : 15))
      await client.query(random.below(8) === 0 ? 'rollback' : 'commit')
    } finally {
      client.release()
    }
  }
}

async function lineIds(runId: string): Promise<string[]> {
  const { rows } = await gateway.app.pool.query<{ id: string }>(
    'select id::text from log_line where run_id = $1 order by log_line.id',
    [runId],
  )
  return rows.map(({ id }) => id)
}

/** One step after the other; when each was in the database. */
async function endSteps(runId: string, nodes: string[]): Promise<Map<string, number>> {
  const endedAt = new Map<string, number>()
  for (const node of nodes) {
    const begun = await beginAttempt(gateway.app.pool, { runId, node })
    if (begun.kind !== 'running') throw new Error(begun.status)
    const id = { runId, node, attempt: begun.attempt }
    await finishStep(gateway.app.pool, id, { outputs: {}, rows: 1, bytes: 0 })
    endedAt.set(node, Date.now())
    await sleep(50)
  }
  return endedAt
}

function delaysOf({ told }: Listener, endedAt: Map<string, number>): number[] {
  return told.flatMap(({ message, atMs }) =>
    (message.type === 'events' ? message.events : []).flatMap((event) =>
      event.kind === 'step' && event.status === 'done' ? [atMs - endedAt.get(event.node)!] : [],
    ),
  )
}

describe('the stream of events', () => {
  it('tells everything once, cut anywhere, while transactions end in any order', async () => {
    const runId = await insertRun(gateway.app.pool, ['a'])
    const random = seededRandom(4)
    let isWriting = true
    const first = await listen({ runs: [runId] })
    await first.cut()
    const writing = Promise.all([1, 2, 3, 4].map((seed) => writeLines(runId, seed, 60))).finally(
      () => (isWriting = false),
    )
    const seen: string[] = []
    let lastEventId = first.told[0].id
    let cuts = 0
    for (let isLast = false; !isLast; cuts++) {
      isLast = !isWriting
      const listener = await listen({ runs: [runId] }, lastEventId)
      expect(listener.told[0].message).toEqual({ type: 'hello', isResumed: true })
      await sleep(isLast ? 500 : random.below(120))
      await listener.cut()
      for (const event of listener.events()) if (event.kind === 'log') seen.push(event.id)
      lastEventId = listener.told.at(-1)!.id
    }
    await writing
    expect(cuts).toBeGreaterThan(10)
    const written = await lineIds(runId)
    expect(written.length).toBeGreaterThan(200)
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(written)
  })

  it('goes on after a cut that was longer than what is kept in memory', async () => {
    const runId = await insertRun(gateway.app.pool, ['a'])
    const before = await listen({ runs: [runId] })
    await before.cut()
    await gateway.app.pool.query(
      `insert into log_line (run_id, project_id, node, attempt, level, code)
       select $1, $2, 'a', 1, 'info', 'x' from generate_series(1, 3000)`,
      [runId, projectId],
    )
    const after = await listen({ runs: [runId] }, before.told[0].id)
    await waitFor('all events', () => after.events().length >= 3_000)
    expect(after.events()).toHaveLength(3_000)
    await after.cut()
  })

  it('says when it cannot go on, and refuses ids that are none', async () => {
    const unknown = await listen({ runList: true }, '999999999:999999999:')
    expect(unknown.told[0].message).toEqual({ type: 'hello', isResumed: false })
    await unknown.cut()
    const old = await listen({ runList: true }, '3:3:')
    expect(old.told[0].message).toEqual({ type: 'hello', isResumed: false })
    await old.cut()
    const wrong = await listen({ runList: true }, '1; drop table run')
    expect(String(await wrong.ended)).toContain('cursor-invalid')
  })

  it('tells each what they chose, and nobody what is not theirs', async () => {
    const mine = await insertRun(gateway.app.pool, ['a'])
    const [all, steps, health] = await Promise.all([
      listen({ runList: true, pipelines: true }),
      listen({ runs: [mine] }),
      listen({ health: true }),
    ])
    const other = await insertRun(gateway.app.pool, ['a'])
    await gateway.app.pool.query(`insert into project (id, name) values (gen_random_uuid(), 'elsewhere')`)
    await gateway.app.pool.query(
      `insert into pipeline (project_id, id, name) select id, 'p', 'P' from project`,
    )
    await gateway.app.pool.query(
      `insert into pipeline_version (project_id, pipeline_id, revision, hash, document, saved_by)
       select id, 'p', 1, 'h', '{}', 'ada' from project`,
    )
    await beginAttempt(gateway.app.pool, { runId: mine, node: 'a' })
    await waitFor('the step', () => steps.events().length > 0)
    await waitFor('run and pipeline', () => all.events().length >= 2)
    await waitFor('health', () => health.told.length > 1)
    await sleep(300)
    expect(all.events()).toMatchObject([
      { kind: 'run', run: other, status: 'queued', pipeline: 'p' },
      { kind: 'pipeline', pipeline: 'p', change: 'saved', revision: 1, by: 'ada' },
    ])
    expect(steps.events()).toMatchObject([
      { kind: 'step', run: mine, node: 'a', status: 'running', attempt: 1 },
    ])
    expect(health.told[1].message).toMatchObject({ type: 'health', health: { database: true, workers: 0 } })
    for (const one of [all, steps, health]) await one.cut()
  })

  it('ends within 5 s when its token is revoked or its person may not see the project any more', async () => {
    const { pool } = gateway.app
    const ends = [
      (id: string) => pool.query('update api_token set revoked_at = now() where id = $1', [id]),
      (id: string) =>
        pool.query('delete from membership where user_id = (select owner_id from api_token where id = $1)', [
          id,
        ]),
    ]
    for (const end of ends) {
      const made = await gateway.token('viewer')
      const listener = await listen({ runList: true }, undefined, made.secret)
      await end(made.id)
      const revokedAt = Date.now()
      expect(String(await listener.ended)).toContain('not-signed-in')
      expect(Date.now() - revokedAt).toBeLessThan(5_000)
    }
  })

  it('tells of a step within 200 ms of its end in 95 of 100 cases', async () => {
    const nodes = Array.from({ length: 40 }, (_, index) => `n${index}`)
    const runId = await insertRun(gateway.app.pool, nodes)
    const listeners = await Promise.all([1, 2, 3, 4].map(() => listen({ runs: [runId] })))
    const endedAt = await endSteps(runId, nodes)
    const isTold = () => listeners.every((one) => one.events().length >= 2 * nodes.length)
    await waitFor('all steps', isTold)
    const delays = listeners.flatMap((one) => delaysOf(one, endedAt)).toSorted((a, b) => a - b)
    expect(delays).toHaveLength(4 * nodes.length)
    expect(delays[Math.floor(delays.length * 0.95)]).toBeLessThan(200)
    for (const one of listeners) await one.cut()
  })

  it('reaches 200 at once, each with everything once', { timeout: 120_000 }, async () => {
    const nodes = Array.from({ length: 40 }, (_, index) => `n${index}`)
    const runId = await insertRun(gateway.app.pool, nodes)
    const crowd = await Promise.all(Array.from({ length: 200 }, () => listen({ runs: [runId] })))
    expect(hubOf(gateway.app).watchers).toBe(200)
    await endSteps(runId, nodes)
    for (const one of crowd) await waitFor('all steps', () => one.events().length >= 2 * nodes.length)
    const told = crowd.map((one) => one.events().map((event) => event.seq))
    expect(new Set(told.map((seqs) => seqs.join())).size).toBe(1)
    expect(new Set(told[0]).size).toBe(2 * nodes.length)
    await Promise.all(crowd.map((one) => one.cut()))
    await waitFor('everybody has left', () => hubOf(gateway.app).watchers === 0)
  })

  it('cuts off a client that does not read, and keeps nothing for it', { timeout: 60_000 }, async () => {
    const runId = await insertRun(gateway.app.pool, ['a'])
    const input = encodeURIComponent(JSON.stringify({ projectId, runs: [runId] }))
    const socket = connect(gateway.port, '127.0.0.1')
    socket.pause()
    socket.on('error', () => undefined)
    socket.write(
      `GET /trpc/live.events?input=${input} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
    )
    await waitFor('the client is in', () => hubOf(gateway.app).watchers === 1)
    const heapBefore = process.memoryUsage().heapUsed
    let isOut = false
    for (let round = 0; round < 60 && !isOut; round++) {
      await gateway.app.pool.query(
        `insert into log_line (run_id, project_id, node, attempt, level, code)
         select $1, $2, 'a', 1, 'info', 'x' from generate_series(1, 2000)`,
        [runId, projectId],
      )
      await sleep(150)
      isOut = hubOf(gateway.app).watchers === 0
    }
    expect(isOut).toBe(true)
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(100_000_000)
    socket.destroy()
  })
})
