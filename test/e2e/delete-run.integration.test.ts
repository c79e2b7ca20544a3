/** Deleting runs by the command line: what goes, what stays for others, what is refused. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdStep, holdTable } from '#test/drills/holds.ts'
import { startCli } from '#test/fixtures/cli.ts'
import { waitFor } from '#test/fixtures/product.ts'
import { useWorkshop } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()

const simulation = (name: string, config: object = { days: 2 }) =>
  workshop.pipeline(name, [{ id: 'sim', block: 'simulated-history', config }], [])

const run = async (...args: string[]) => JSON.parse((await workshop.ecoki(...args, '--json')).stdout)

test('a run is gone, and a run that took its results is whole', { timeout: 120_000 }, async () => {
  const path = simulation('kept', { days: 3, seed: 11 })
  const [first, second] = [await run('run', path), await run('run', path)]
  expect(second.steps[0]).toMatchObject({ status: 'reused' })
  const child = await run('rerun', first.run, '--from', 'sim')
  expect(await workshop.ecoki('delete', first.run)).toMatchObject({ code: 0, stdout: '' })

  for (const command of ['show', 'rerun', 'delete']) {
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
  for (const id of [second.run, child.run]) {
    const again = await run('rerun', id, '--fresh')
    expect(again.status).toBe('done')
    expect(JSON.stringify(again.outputs)).toBe(JSON.stringify(first.outputs))
  }
})

test('a run that is not over is refused with what to do', { timeout: 60_000 }, async () => {
  const path = simulation('open', { days: 3_000, step: '1 min', seed: 12 })
  const call = startCli(workshop.product.dataDir, ['run', path])
  let runId = ''
  await waitFor('the step runs', async () => {
    const { rows } = await workshop.pool.query(`select run_id from attempt where status = 'running'`)
    runId = rows[0]?.run_id ?? ''
    return runId !== ''
  })
  const { code, stderr } = await workshop.ecoki('delete', runId)
  expect(code).toBe(2)
  expect(stderr).toContain(`npx ecoki cancel ${runId}`)
  await workshop.ecoki('cancel', runId)
  expect((await call.result).code).toBe(4)
  expect((await workshop.ecoki('delete', runId)).code).toBe(0)
})

test('a step that is about to take a result of a deleted run computes it', { timeout: 60_000 }, async () => {
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
