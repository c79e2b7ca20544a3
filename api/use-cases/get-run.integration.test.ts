import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { beginAttempt, finishStep, writeLog } from '#activities/ledger.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { insertRun, projectId } from '#test/fixtures/ledger-rows.ts'
import { getRun } from './get-run.ts'

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

const none = { outputs: {}, rows: 0, bytes: 0 }

async function begin(runId: string, node: string) {
  const begun = await beginAttempt(pool, { runId, node })
  if (begun.kind !== 'running') throw new Error(`the step is ${begun.status}`)
  return { runId, node, attempt: begun.attempt }
}

it('shows with a reused step what was said when its result was computed, whatever the node was called', async () => {
  const first = await insertRun(pool, ['a', 'b'])
  for (const node of ['a', 'b']) {
    const id = await begin(first, node)
    await writeLog(pool, id, { level: 'warning', code: `said by ${node}`, params: {} })
    await finishStep(pool, id, { ...none, reuseKey: `key of ${node}` })
  }
  const second = await insertRun(pool, ['a', 'b'])
  for (const [node, other] of ['ab', 'ba']) {
    const id = await begin(second, node)
    await finishStep(pool, id, { ...none, reuseKey: `key of ${other}`, reusedFrom: first })
  }
  const { logs } = await getRun({ pool, projectId }, second)
  expect(logs.map(({ node, code }) => [node, code])).toEqual([
    ['a', 'said by b'],
    ['b', 'said by a'],
  ])
})
