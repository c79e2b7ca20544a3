import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { compile } from '#pipeline/compile.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { parseDocument } from '#pipeline/parse-document.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { openApp } from '../app.ts'
import type { App } from '../app.ts'
import { cancelRun } from '../use-cases/cancel-run.ts'
import { deleteRun } from '../use-cases/delete-run.ts'
import { rerun } from '../use-cases/rerun.ts'
import { acceptRun } from '../use-cases/start-run.ts'

let database: TestDatabase
let pool: pg.Pool
let app: App

const actor = { kind: 'person', id: 'u1', name: 'Ada', address: '10.0.0.7' } as const

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
  // Nobody listens there: runs are accepted all the same.
  const places = { databaseUrl: database.url, temporalAddress: '127.0.0.1:1', storeDir: '/nonexistent' }
  app = { ...openApp(places, actor), requestId: 'r1' }
})
afterAll(async () => {
  await app.close()
  await pool.end()
  await database.drop()
})

function accept(): Promise<string> {
  const node = { id: 'station', block: 'simulated-history', version: 1, config: { days: 1, step: '15 min' } }
  const parsed = parseDocument({ ecoki: 1, id: 'p', name: 'P', nodes: [node], edges: [] })
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues))
  const { plan } = compile(parsed.document, catalog, { language: 'en' })
  if (!plan) throw new Error('no plan')
  return acceptRun(app, {
    document: parsed.document,
    plan,
    issues: [],
    fresh: false,
    segmentation: 'node',
    seed: 0,
  })
}

async function audit(): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query(
    `select project_id, actor_kind, actor_id, actor_name, address, request_id, action, object_kind, object_id, result
     from audit order by seq`,
  )
  return rows
}

const row = (action: string, id: string) => ({
  project_id: app.projectId, actor_kind: 'person', actor_id: 'u1', actor_name: 'Ada', address: '10.0.0.7',
  request_id: 'r1', action, object_kind: 'run', object_id: id, result: 'done',
}) // prettier-ignore

describe('each change of a run is one row', () => {
  it('start, cancel, rerun, delete; and none for what is refused or does not happen', async () => {
    const first = await accept()
    await cancelRun(app, first)
    const second = await rerun(app, { runId: first })
    await pool.query(`update run set status = 'cancelled' where id = $1`, [first])
    await expect(cancelRun(app, first)).rejects.toBeInstanceOf(DomainError)
    await expect(cancelRun(app, randomUUID())).rejects.toBeInstanceOf(DomainError)
    await expect(deleteRun(app, second)).rejects.toBeInstanceOf(DomainError)
    await deleteRun(app, first)
    expect(await audit()).toEqual([
      row('run.start', first), row('run.cancel', first), row('run.rerun', second), row('run.delete', first),
    ]) // prettier-ignore
  })

  it('and without its row no change happens', async () => {
    const id = await accept()
    const before = await audit()
    await pool.query(`alter table audit add constraint none check (result <> 'done') not valid`)
    await expect(accept()).rejects.toThrow('none')
    await expect(cancelRun(app, id)).rejects.toThrow('none')
    await pool.query('alter table audit drop constraint none')
    const { rows } = await pool.query('select cancel_wanted from run where id = $1', [id])
    expect(rows).toEqual([{ cancel_wanted: false }])
    expect((await pool.query('select from run')).rowCount).toBe(2)
    expect(await audit()).toEqual(before)
  })
})
