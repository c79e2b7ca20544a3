import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { usePool } from '#test/fixtures/database.ts'
import { findDataset } from './find-dataset.ts'

const pool = usePool({ max: 2 })
const projectId = '00000000-0000-7000-8000-000000000001'
const value = { type: 'metrics', hash: 'a', schema: { type: 'metrics', names: [] }, bytes: 2, value: {} }

async function insertRun(): Promise<string> {
  const runId = randomUUID()
  await pool.query(
    `insert into run (id, project_id, pipeline_id, pipeline_name, document, plan_hash, mode, parameters, segmentation)
     values ($1, $2, 'p', 'p', '{}', 'h', 'batch', '{}', 'node')`,
    [runId, projectId],
  )
  for (const [position, node] of ['score', 'plot'].entries()) {
    await pool.query(
      `insert into step (run_id, node, project_id, position, segment, block, version)
       values ($1, $2, $3, $4, $2, 'score', 1)`,
      [runId, node, projectId, position],
    )
    await pool.query(`update step set status = 'running', outputs = $3 where run_id = $1 and node = $2`, [
      runId,
      node,
      JSON.stringify({ metrics: value }),
    ])
  }
  await pool.query(`update step set status = 'done' where run_id = $1 and node = 'score'`, [runId])
  return runId
}

it('finds the output of a finished step, in its own project only', async () => {
  const runId = await insertRun()
  const name = { projectId, runId, node: 'score', port: 'metrics' }
  expect(await findDataset(pool, name)).toEqual(value)
  for (const other of [
    { ...name, projectId: randomUUID() },
    { ...name, projectId: "' or true --" },
    { ...name, runId: randomUUID() },
    { ...name, runId: 'latest' },
    { ...name, node: 'plot' },
    { ...name, node: 'other' },
    { ...name, port: 'other' },
    { ...name, port: '__proto__' },
  ]) {
    expect(await findDataset(pool, other)).toBeUndefined()
  }
})
