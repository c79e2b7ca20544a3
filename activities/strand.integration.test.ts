import { beforeAll, expect, test } from 'vitest'
import { usePool } from '#test/fixtures/database.ts'
import { refuseToStrand } from './worker-row.ts'

const pool = usePool({ max: 1 })
/** The default project of the first migration. */
const projectId = '00000000-0000-7000-8000-000000000001'
const runId = '00000000-0000-7000-8000-0000000000aa'

beforeAll(async () => {
  await pool.query(
    `insert into run (id, project_id, pipeline_id, pipeline_name, document, plan_hash, mode, parameters, segmentation)
     values ($1, $2, 'p', 'Boiler', '{}', 'h', 'batch', '{}', 'node')`,
    [runId, projectId],
  )
  await pool.query(
    `insert into step (run_id, node, project_id, position, segment, block, version) values ($1, 'a', $2, 0, 'a', 'lag', 7)`,
    [runId, projectId],
  )
})

test('a version that lacks a block of an open run refuses to start and names both', async () => {
  await expect(refuseToStrand(pool, ['lag@1'])).rejects.toThrow(/lag@7.*Boiler/)
  await expect(refuseToStrand(pool, ['lag@1', 'lag@7'])).resolves.toBeUndefined()
})

test('runs that are over strand nothing', async () => {
  await pool.query(`update run set status = 'cancelled' where id = $1`, [runId])
  await expect(refuseToStrand(pool, ['lag@1'])).resolves.toBeUndefined()
})
