import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { environmentForChild } from '#config/environment.ts'
import { provideKeyRing } from '#config/key-ring.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { insertRun } from '#test/fixtures/ledger-rows.ts'
import { waitFor } from '#test/fixtures/product.ts'

let database: TestDatabase
let pool: pg.Pool
let folder: TemporaryFolder
let connection: Connection
let reconciler: ChildProcess
let said = ''

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
  folder = await makeTemporaryFolder()
  connection = await Connection.connect({ address: inject('temporalAddress') })
  // Every sweep fails here: a file lies where a folder of objects should be.
  mkdirSync(join(folder.path, 'store', 'objects'), { recursive: true })
  writeFileSync(join(folder.path, 'store', 'objects', 'aa'), '')
  provideKeyRing(folder.path)
  reconciler = spawn(process.execPath, [join(import.meta.dirname, 'reconciler.ts')], {
    env: environmentForChild({
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      ECOKI_DATA: folder.path,
      ECOKI_CACHE: folder.path,
    }),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  reconciler.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
})
afterAll(async () => {
  const ended = once(reconciler, 'exit')
  if (reconciler.exitCode === null && reconciler.kill()) await ended
  await connection.close()
  await pool.end()
  await database.drop()
  await folder.remove()
})

it('launches what is not under way, and repeats what is to be cancelled, though every sweep fails', async () => {
  await waitFor('the sweep has failed', () => said.includes('ENOTDIR'))
  const runId = await insertRun(pool, ['a'])
  const handle = new Client({ connection }).workflow.getHandle(runId)
  const isUnderWay = () =>
    handle.describe().then(
      () => true,
      () => false,
    )
  try {
    await waitFor('the run is launched', isUnderWay, 20_000)
    await pool.query('update run set cancel_wanted = true where id = $1', [runId])
    const isAsked = async () => {
      const { events } = await handle.fetchHistory()
      return (events ?? []).some((event) => event.workflowExecutionCancelRequestedEventAttributes)
    }
    await waitFor('the workflow is asked to end', isAsked, 20_000)
    expect(reconciler.exitCode).toBeNull()
  } finally {
    if (await isUnderWay()) await handle.terminate('the test is over')
  }
})
