/** Runs that ask more of the engine: many blocks, and blocks that nobody can run. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openApp } from '#api/app.ts'
import { holdTable } from '#test/drills/holds.ts'
import { startCli } from '#test/fixtures/cli.ts'
import { useWorkshop } from '#test/fixtures/workshop.ts'
import type { Node } from '#test/fixtures/workshop.ts'

const workshop = useWorkshop()

test('a plan of several pages runs to its end in several histories', { timeout: 240_000 }, async () => {
  const width = 900
  const nodes: Node[] = [{ id: 'sim', block: 'simulated-history', config: { days: 2 } }]
  const wires: string[] = []
  for (let i = 0; i < width; i++) {
    nodes.push({ id: `n${i}`, block: 'select', config: {} })
    wires.push(`${i < 5 ? 'sim' : `n${i - 5}`}.table>n${i}.table`)
  }
  const run = JSON.parse(
    (await workshop.ecoki('run', workshop.pipeline('wide', nodes, wires), '--json')).stdout,
  )
  expect(run.status).toBe('done')
  expect(run.steps).toHaveLength(width + 1)
  const hashes = new Set(
    Object.values(run.outputs).map((ports) => (ports as { table: { hash: string } }).table.hash),
  )
  expect(hashes.size).toBe(1)
  const app = openApp(workshop.product.instance(), { kind: 'system', id: 'test', name: 'test' })
  try {
    const handle = (await app.engine()).workflow.getHandle(run.run)
    const { raw } = await handle.describe()
    const first = raw.workflowExecutionInfo?.firstRunId
    expect(first).toBeTruthy()
    expect(raw.workflowExecutionInfo?.execution?.runId).not.toBe(first)
    expect(Number(raw.workflowExecutionInfo?.historyLength)).toBeLessThan(10_000)
  } finally {
    await app.close()
  }
})

test(
  'a block that takes longer than a sign of life may is not handed out again',
  { timeout: 60_000 },
  async () => {
    const config = { days: 2, seed: 5 }
    const path = workshop.pipeline('long', [{ id: 'sim', block: 'simulated-history', config }], [])
    const hold = await holdTable(workshop.product.instance().databaseUrl, 'object_reference')
    const call = startCli(workshop.product.dataDir, ['run', path, '--json'])
    await hold.reached()
    await sleep(7_000)
    await hold.release()
    const run = JSON.parse((await call.result).stdout)
    expect(run.status).toBe('done')
    const app = openApp(workshop.product.instance(), { kind: 'system', id: 'test', name: 'test' })
    try {
      const history = await (await app.engine()).workflow.getHandle(run.run).fetchHistory()
      const started = (history.events ?? []).flatMap(
        (event) => event.activityTaskStartedEventAttributes ?? [],
      )
      expect(started.map(({ attempt, lastFailure }) => ({ attempt, lastFailure }))).toEqual([
        { attempt: 1, lastFailure: null },
      ])
    } finally {
      await app.close()
    }
  },
)

test(
  'a block that no running worker knows is told before the run waits for it',
  { timeout: 60_000 },
  async () => {
    const path = workshop.pipeline(
      'waits',
      [{ id: 'sim', block: 'simulated-history', config: { days: 2 } }],
      [],
    )
    const { rows } = await workshop.pool.query<{ blocks: string[] }>('select blocks from worker')
    await workshop.pool.query(`update worker set blocks = array_remove(blocks, 'simulated-history@1')`)
    try {
      const run = JSON.parse((await workshop.ecoki('run', path, '--json')).stdout)
      const codes = run.issues.map(
        (issue: { code: string; severity: string }) => `${issue.severity} ${issue.code}`,
      )
      expect(codes).toContain('warning worker-lacks-block')
    } finally {
      await workshop.pool.query('update worker set blocks = $1', [rows[0].blocks])
    }
  },
)
