import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { Plan } from '#pipeline/plan.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { openApp } from '../app.ts'
import type { App } from '../app.ts'
import { deleteRun } from './delete-run.ts'
import { acceptRun } from './start-run.ts'

let database: TestDatabase
let folder: TemporaryFolder
let app: App

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await makeTemporaryFolder()
  // No engine: runs are accepted all the same.
  const places = { databaseUrl: database.url, temporalAddress: '127.0.0.1:1', storeDir: folder.path }
  app = openApp(places, { kind: 'system', id: 'test', name: 'test' })
})
afterAll(async () => {
  await app.close()
  await database.drop()
  await folder.remove()
})

function accept(planHash: string): Promise<string> {
  const pipeline = { id: 'p', name: 'P' }
  const plan: Plan = { pipeline, mode: 'batch', parameters: {}, nodes: [], planHash }
  const nodes = Array.from({ length: 501 }, (_, index) => nodeOf(`n${index}`))
  const document = {} as PipelineDocument
  const rest = { issues: [], fresh: false, segmentation: 'node' as const, seed: 1 }
  return acceptRun(app, { document, plan: { ...plan, nodes }, ...rest })
}

function nodeOf(id: string): Plan['nodes'][number] {
  const timeouts = { startToCloseMs: 1_000, heartbeatMs: 1_000 }
  const rest = { config: {}, inputs: [], level: 0, outputs: {}, timeouts, retry: 'resource' as const }
  return { id, block: 'lag', version: 1, ...rest }
}

async function end(runId: string): Promise<string> {
  await app.pool.query(`update run set status = 'running' where id = $1`, [runId])
  await app.pool.query(`update run set status = 'done' where id = $1`, [runId])
  return runId
}

async function pagesOf(planHash: string): Promise<number> {
  return (await app.pool.query('select from plan_page where plan_hash = $1', [planHash])).rowCount ?? NaN
}

it('goes with the last run of the plan', async () => {
  const [first, second] = [await end(await accept('one')), await end(await accept('one'))]
  const other = await end(await accept('other'))
  await deleteRun(app, first)
  expect(await pagesOf('one')).toBe(2)
  await deleteRun(app, second)
  expect([await pagesOf('one'), await pagesOf('other')]).toEqual([0, 2])
  await deleteRun(app, other)
})

it('stays for a run that is being accepted while the last other one is deleted', async () => {
  const last = await end(await accept('two'))
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('begin')
  await holder.query('lock table audit in share mode') // the last thing that both write
  const both = [accept('two')]
  try {
    await waitFor('the new run waits', async () => (await waiting(holder)) === 1)
    both.push(deleteRun(app, last).then(() => last))
    await waitFor('so does the deletion', async () => (await waiting(holder)) === 2)
  } finally {
    await holder.end()
  }
  await Promise.all(both)
  expect(await pagesOf('two')).toBe(2)
})

async function waiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(distinct pid)::int as count from pg_locks
     where not granted and database = (select oid from pg_database where datname = current_database())`,
  )
  return rows[0].count
}
