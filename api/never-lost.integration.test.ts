import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import { findFreePorts } from '#runtime/ports.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { projectId } from '#test/fixtures/ledger-rows.ts'
import { killOwn, startOwn } from '#test/fixtures/own-processes.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { seededRandom } from '#test/fixtures/random.ts'

let database: TestDatabase
let folder: TemporaryFolder
let pool: pg.Pool
let connection: Connection
let env: Record<string, string>
let port: number
let gateway: ChildProcess | undefined
let reconciler: ChildProcess | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await makeTemporaryFolder()
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
  connection = await Connection.connect({ address: inject('temporalAddress') })
  const [own, nobodys] = await findFreePorts(2)
  port = own
  env = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    ECOKI_DATA: folder.path,
    ECOKI_CACHE: folder.path,
    ECOKI_PORT: String(port),
    ECOKI_POOL_URL: `http://127.0.0.1:${nobodys}`,
  }
  reconciler = await startOwn('api/reconciler.ts', env)
})
afterAll(async () => {
  await killOwn(gateway)
  await killOwn(reconciler)
  await connection.close()
  await pool.end()
  await database.drop()
  await folder.remove()
})

const document = {
  ecoki: 1,
  id: 'kept',
  name: 'Kept',
  nodes: [{ id: 'read', block: 'simulated-history', version: 1, config: { days: 1, step: '15 min' } }],
}

/** The run that a request was accepted as; undefined where no answer came or it was no 2xx. */
async function ask(idempotencyKey: string): Promise<string | undefined> {
  try {
    const token = readFileSync(join(folder.path, 'token'), 'utf8').trim()
    const response = await fetch(`http://127.0.0.1:${port}/trpc/runs.start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ projectId, document, idempotencyKey }),
      signal: AbortSignal.timeout(5_000),
    })
    if (!response.ok) return undefined
    const { result } = (await response.json()) as { result: { data: { run: string } } }
    return result.data.run
  } catch {
    return undefined // the gateway is dead or dies: the next repetition finds out
  }
}

/** Repeats each request until it is accepted, and once more after that. */
async function askUntilAccepted(keys: string[], accepted: Map<string, Set<string>>): Promise<void> {
  for (const key of keys) {
    for (let answers = 0; answers < 2;) {
      const run = await ask(key)
      if (run === undefined) await sleep(20)
      else {
        accepted.set(key, (accepted.get(key) ?? new Set()).add(run))
        answers++
      }
    }
  }
}

async function countRuns(): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from run')
  return rows[0].count
}

it(
  'loses no accepted run and starts none twice, whenever the gateway is killed',
  { timeout: 240_000 },
  async () => {
    const random = seededRandom(7)
    const [senders, keysEach] = [5, 8]
    const keysOf = (sender: number) => Array.from({ length: keysEach }, (_, index) => `${sender}-${index}`)
    const accepted = new Map<string, Set<string>>()
    let isDone = false
    const asking = Promise.all(
      Array.from({ length: senders }, (_, sender) => askUntilAccepted(keysOf(sender), accepted)),
    ).finally(() => (isDone = true))
    let kills = 0
    for (; !isDone && kills < 8; kills++) {
      // Now and then the engine is away, as this gateway sees it.
      const away: Record<string, string> = kills % 4 === 3 ? { TEMPORAL_ADDRESS: '127.0.0.1:1' } : {}
      gateway = await startOwn('api/gateway.ts', { ...env, ...away })
      const before = await countRuns()
      await waitFor('another run', async () => isDone || (await countRuns()) > before)
      await sleep(random.below(60))
      await killOwn(gateway)
    }
    expect(kills).toBeGreaterThan(3)
    if (!isDone) gateway = await startOwn('api/gateway.ts', env)
    await asking
    expect(accepted.size).toBe(senders * keysEach)
    for (const runs of accepted.values()) expect(runs.size).toBe(1)
    expect(await countRuns()).toBe(accepted.size)
    const ids = new Set([...accepted.values()].flatMap((runs) => [...runs]))
    const { workflow } = new Client({ connection })
    const executions = async () => {
      const found: string[] = []
      for await (const { workflowId } of workflow.list()) if (ids.has(workflowId)) found.push(workflowId)
      return found
    }
    await waitFor('a workflow for every run', async () => new Set(await executions()).size === ids.size)
    expect(await executions()).toHaveLength(ids.size)
  },
)
