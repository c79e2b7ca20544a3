import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { beginAttempt, finishStep } from '#activities/ledger.ts'
import type { StoredValue } from '#datasets/store.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { insertRun, projectId } from '#test/fixtures/ledger-rows.ts'
import type { App } from '../app.ts'
import { viewSteps } from './view-run.ts'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const stored = (hash: string, more: Partial<StoredValue>): StoredValue => ({
  ...{ type: 'metrics', hash, schema: { type: 'metrics', names: [] }, bytes: 1 },
  ...more,
})

it('counts the rows of each table that came out, and none where none did', async () => {
  const run = await insertRun(pool, ['split', 'fit', 'apply'])
  const ends = {
    split: { outputs: { train: stored('a', { rows: 80 }), test: stored('b', { rows: 0 }) }, rows: 80 },
    fit: { outputs: { model: stored('c', { value: { rows: 7 } }) }, rows: 0 },
  }
  for (const [node, end] of Object.entries(ends)) {
    const begun = await beginAttempt(pool, { runId: run, node })
    if (begun.kind !== 'running') throw new Error(begun.status)
    await finishStep(pool, { runId: run, node, attempt: begun.attempt }, { ...end, bytes: 1 })
  }
  const steps = await viewSteps({ pool, projectId } as App, run, 'en')
  expect(steps.map(({ node, rows, portRows }) => [node, rows, portRows])).toEqual([
    ['split', 80, { train: 80, test: 0 }],
    ['fit', null, {}],
    ['apply', null, {}],
  ])
})
