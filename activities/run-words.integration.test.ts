import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { allTransitions } from '#pipeline/run-words.ts'
import { usePool } from '#test/fixtures/database.ts'

const pool = usePool({ max: 3 })
const runId = '00000000-0000-7000-8000-0000000000aa'
const otherId = '00000000-0000-7000-8000-0000000000bb'
const projectId = '00000000-0000-7000-8000-000000000001'

beforeAll(async () => {
  await pool.query(
    `insert into run (id, project_id, pipeline_id, pipeline_name, document, plan_hash, mode, parameters, segmentation)
     values ($1, $2, 'p', 'P', '{}', 'h', 'batch', '{}', 'node')`,
    [runId, projectId],
  )
  await pool.query(
    `insert into step (run_id, node, project_id, position, segment, block, version) values ($1, 'a', $2, 0, 'a', 'lag', 1)`,
    [runId, projectId],
  )
  await pool.query(
    `insert into attempt (run_id, node, number, project_id, machine, pid) values ($1, 'a', 1, $2, 'm', 1)`,
    [runId, projectId],
  )
})

test('the database holds exactly the transitions of the code', async () => {
  const { rows } = await pool.query<{ kind: string; from: string; to: string }>(
    'select * from allowed_transition',
  )
  const stored = rows.map(({ kind, from, to }) => `${kind} ${from} ${to}`).sort()
  const listed = Object.entries(allTransitions).flatMap(([kind, table]) =>
    Object.entries(table).flatMap(([from, targets]) => targets.map((to: string) => `${kind} ${from} ${to}`)),
  )
  expect(stored).toEqual(listed.sort())
})

const tables = Object.entries(allTransitions)

test.each(tables)('the database lets a %s change only as listed', async (kind, table) => {
  const states = Object.keys(table)
  for (const from of states) {
    for (const to of states) {
      const allowed = from === to || (table as Record<string, readonly string[]>)[from].includes(to)
      expect(await tryChange(kind, from, to), `${kind} ${from} -> ${to}`).toBe(allowed)
    }
  }
})

test.each(tables)('the database lets a %s begin in one state only', async (kind, table) => {
  const [first, ...others] = Object.keys(table)
  expect(await isAllowed((client) => insertCopy(client, kind, first))).toBe(true)
  for (const other of others) {
    expect(await isAllowed((client) => insertCopy(client, kind, other)), `${kind} as ${other}`).toBe(false)
  }
})

/** A second row of the kind, alike but for its key and the state. */
function insertCopy(client: pg.PoolClient, kind: string, status: string): Promise<unknown> {
  const keys: Record<string, object> = { run: { id: otherId }, step: { node: 'b' }, attempt: { number: 9 } }
  return client.query(
    `insert into "${kind}" select (jsonb_populate_record(t, $1::jsonb)).* from "${kind}" t`,
    [JSON.stringify({ ...keys[kind], status })],
  )
}

/** Whether the trigger lets a row go from one state to another; the row is put back afterwards. */
async function tryChange(kind: string, from: string, to: string): Promise<boolean> {
  const where = kind === 'run' ? 'id = $1' : 'run_id = $1'
  return isAllowed(async (client) => {
    await client.query(`alter table "${kind}" disable trigger "${kind}_transition"`)
    await client.query(`update "${kind}" set status = $2 where ${where}`, [runId, from])
    await client.query(`alter table "${kind}" enable trigger "${kind}_transition"`)
    await client.query(`update "${kind}" set status = $2 where ${where}`, [runId, to])
  })
}

/** Whether the triggers let it happen; everything is rolled back. */
async function isAllowed(work: (client: pg.PoolClient) => Promise<unknown>): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await work(client)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '23514') return false
    throw error
  } finally {
    await client.query('rollback')
    client.release()
  }
}
