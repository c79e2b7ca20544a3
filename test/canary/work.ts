/** Secrets of connections, and runs with names for people. */
import pg from 'pg'
import { defaultProjectId as projectId } from '#api/app.ts'
import { newSecret } from '#api/auth/secrets.ts'
import { openKeyRing } from '#config/key-ring.ts'
import { readSecret, storeSecret } from '#datasets/secrets/secrets.ts'
import { waitFor } from '../fixtures/product.ts'
import type { Planter } from './planter.ts'

/** What the host of connections will hold: entered, kept, read again where it is needed. */
export async function plantConnection(planter: Planter): Promise<void> {
  const pool = new pg.Pool({ connectionString: planter.product.instance().databaseUrl, max: 1 })
  try {
    const ring = openKeyRing(planter.product.dataDir)
    const owner = { table: 'connection', id: 'press-7', field: 'password' }
    const value = planter.secret('password of a connection')
    const id = await storeSecret(pool, ring, { projectId, owner, value, by: 'Ada' })
    if ((await readSecret(pool, ring, { id, projectId, owner })) !== value)
      throw new Error('the secret is not what was kept')
    const key = planter.secret('connection string', `mqtts://plant:${newSecret()}@broker.example:8883`)
    await storeSecret(pool, ring, { projectId, owner: { ...owner, field: 'url' }, value: key, by: 'Ada' })
  } finally {
    await pool.end()
  }
}

/** A run with names for people and its own values; a file whose columns and cells are looked at by a worker. */
export async function plantRuns(planter: Planter): Promise<string> {
  const document = {
    ...{ ecoki: 1, id: 'planted', name: planter.named('name of a pipeline') },
    nodes: [{ id: 'station', block: 'simulated-history', version: 1, config: { days: 2 } }],
    layout: { notes: [{ id: 'note', text: planter.named('note'), x: 0, y: 0 }] },
  }
  await planter.visitor.must(
    'pipelines.save',
    { projectId, document, expectedRevision: 0 },
    { as: planter.admin },
  )
  const idempotencyKey = planter.secret('Idempotency-Key')
  const start = { projectId, pipeline: { id: 'planted' }, idempotencyKey, fresh: true }
  const { data } = await planter.visitor.must('runs.start', start, { as: planter.admin })
  const run = data.run as string
  const isDone = async () =>
    (await planter.visitor.must('runs.get', { projectId, run }, { as: planter.admin })).data.status === 'done'
  await waitFor('the run is done', isDone, 60_000)
  const [column, cell, file] = [
    planter.named('name of a column'),
    planter.named('cell'),
    `${planter.named('name of a file').replaceAll('/', '')}.csv`,
  ]
  const csv = `time;"${column.replaceAll('"', '""')}"\n2024-01-01 00:00;"${cell.replaceAll('"', '""')}"\n`
  const path = `/api/projects/${projectId}/files?name=${encodeURIComponent(file)}`
  const sent = await planter.visitor.send(path, {
    method: 'POST',
    body: csv,
    headers: { 'content-type': 'text/csv' },
    as: planter.admin,
  })
  const config = { file: JSON.parse(sent.text) as object }
  await planter.visitor.must(
    'datasets.preview',
    { projectId, block: 'read-csv', version: 1, config },
    { as: planter.admin },
  )
  return run
}
