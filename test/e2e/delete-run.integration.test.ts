/** Deleting runs by the command line: what goes, what stays for others, what is refused. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApp } from '#api/app.ts'
import { holdStep, holdTable } from '#test/drills/holds.ts'
import { startCli } from '#test/fixtures/cli.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { useWorkshop } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()

const simulation = (name: string, config: object = { days: 2 }) =>
  workshop.pipeline(name, [{ id: 'sim', block: 'simulated-history', config }], [])

/** Long enough to be met while it runs. */
const slow = { days: 3_000, step: '1 min' }

const run = async (...args: string[]) => JSON.parse((await workshop.ecoki(...args, '--json')).stdout)

test('a run is gone, and a run that took its results is whole', { timeout: 240_000 }, async () => {
  const path = simulation('kept', { days: 3, seed: 11 })
  const [first, second] = [await run('run', path), await run('run', path)]
  expect(second.steps[0]).toMatchObject({ status: 'reused' })
  const child = await run('rerun', first.run, '--from', 'sim')
  expect(await workshop.ecoki('delete', first.run)).toMatchObject({ code: 0, stdout: '' })

  for (const command of ['show', 'rerun']) {
    const { code, stderr } = await workshop.ecoki(command, first.run)
    expect(code, command).toBe(2)
    expect(stderr).toContain(first.run)
  }
  const listed = (await run('runs')).map(({ run }: { run: string }) => run)
  expect(listed).not.toContain(first.run)
  expect(listed).toEqual(expect.arrayContaining([second.run, child.run]))
  const file = join(workshop.folder, 'kept.csv')
  expect((await workshop.ecoki('export', second.run, 'sim.table', file)).code).toBe(0)
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1 + 3 * 24)
  const again = await run('rerun', child.run, '--fresh')
  expect(again.status).toBe('done')
  expect(JSON.stringify(again.outputs)).toBe(JSON.stringify(first.outputs))
})

test('a run that is not over is refused with what to do', { timeout: 120_000 }, async () => {
  const path = simulation('open', { ...slow, seed: 12 })
  const call = startCli(workshop.product.dataDir, ['run', path])
  const runId = await openRun('running')
  // It does not get over while it is looked at.
  const worker = workshop.product.pidOf('worker')
  process.kill(worker, 'SIGSTOP')
  const { code, stderr } = await workshop.ecoki('delete', runId)
  expect(code).toBe(2)
  expect(stderr).toContain(`npx ecoki cancel ${runId}`)
  await workshop.ecoki('cancel', runId)
  process.kill(worker, 'SIGCONT')
  expect((await call.result).code).toBe(4)
  expect((await workshop.ecoki('delete', runId)).code).toBe(0)
})

test('a step that is about to take a result of a deleted run computes it', { timeout: 120_000 }, async () => {
  const path = simulation('race', { days: 2, seed: 13 })
  const first = await run('run', path)
  const { databaseUrl } = workshop.product.instance()
  const table = await holdTable(databaseUrl, 'object_reference')
  const second = startCli(workshop.product.dataDir, ['run', path, '--json'])
  await table.reached()
  const { rows } = await workshop.pool.query(`select run_id from attempt where status = 'running'`)
  const row = await holdStep(databaseUrl, rows[0].run_id, 'sim')
  await table.release()
  await row.reached()
  // It has read the published result and holds references to the data; only its step is not settled.
  expect((await workshop.ecoki('delete', first.run)).code).toBe(0)
  await row.release()
  const { status, steps, outputs } = JSON.parse((await second.result).stdout)
  expect(status).toBe('done')
  expect(steps[0]).toMatchObject({ status: 'done', reused: false, attempts: 1 })
  expect(JSON.stringify(outputs)).toBe(JSON.stringify(first.outputs))
})

test('a rerun of a run that is just being deleted is refused in words', { timeout: 120_000 }, async () => {
  const parent = await run('run', simulation('parent', { days: 2, seed: 16 }))
  const client = await workshop.pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ pid: number }>(
      'select pg_backend_pid() as pid from run where id = $1 for update',
      [parent.run],
    )
    const rerun = startCli(workshop.product.dataDir, ['rerun', parent.run])
    await waitFor('the rerun waits for its parent', async () => {
      const waiting = await workshop.pool.query(
        'select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
        [rows[0].pid],
      )
      return waiting.rowCount === 1
    })
    await client.query('delete from run where id = $1', [parent.run])
    await client.query('commit')
    const { code, stderr } = await rerun.result
    expect(stderr).toContain(`There is no run ${parent.run}`)
    expect(code).toBe(2)
  } finally {
    client.release()
  }
})

test.each([
  ['before it has begun', { days: 2, seed: 14 }],
  ['in the middle of a block', { ...slow, seed: 15 }],
])('an engine that goes on with a deleted run lets it go: %s', { timeout: 180_000 }, async (when, config) => {
  const worker = workshop.product.pidOf('worker')
  const isBefore = when.startsWith('before')
  if (isBefore) process.kill(worker, 'SIGSTOP')
  const call = startCli(workshop.product.dataDir, ['run', simulation(when.replaceAll(' ', '-'), config)])
  const app = openApp(workshop.product.instance(), { kind: 'system', id: 'test', name: 'test' })
  try {
    const runId = await openRun(isBefore ? 'queued' : 'running')
    if (!isBefore) process.kill(worker, 'SIGSTOP')
    const { workflow } = await app.engine()
    const status = async () =>
      (
        await workflow
          .getHandle(runId)
          .describe()
          .catch(() => undefined)
      )?.status.name
    await waitFor('the engine knows the run', async () => (await status()) === 'RUNNING')
    // As after a power loss: the ledger knows that the run is over, and the engine's older file does not.
    await workshop.pool.query(`update run set status = 'failed' where id = $1`, [runId])
    expect((await workshop.ecoki('delete', runId)).code).toBe(0)
    process.kill(worker, 'SIGCONT')
    await waitFor('the engine has let it go', async () => (await status()) === 'COMPLETED')
    for (const table of ['step', 'attempt', 'log_line', 'reuse', 'object_reference'])
      expect((await workshop.pool.query(`select from ${table} where run_id = $1`, [runId])).rowCount).toBe(0)
  } finally {
    process.kill(worker, 'SIGCONT')
    await app.close()
    await call.result
  }
})

/** The run that stands so, with an attempt if it is running. */
async function openRun(status: 'queued' | 'running'): Promise<string> {
  let runId = ''
  await waitFor(`a run is ${status}`, async () => {
    const { rows } = await workshop.pool.query(
      `select id from run where status = $1
         and (status = 'queued' or exists (select from attempt a where a.run_id = run.id and a.status = 'running'))`,
      [status],
    )
    runId = rows[0]?.id ?? ''
    return runId !== ''
  })
  return runId
}
