import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { usePool } from '#test/fixtures/database.ts'
import { insertRun } from '#test/fixtures/ledger-rows.ts'
import { FencedError, beginAttempt, finishStep } from './ledger.ts'
import type { AttemptId } from './ledger.ts'

const pool = usePool({ max: 4, pipeline: true })

const nothing = { outputs: {}, rows: 0, bytes: 0 }

async function runningRun(nodes: string[]): Promise<string> {
  const runId = await insertRun(pool, nodes)
  await pool.query(`update run set status = 'running' where id = $1`, [runId])
  return runId
}

async function begin(runId: string, node: string): Promise<AttemptId> {
  const begun = await beginAttempt(pool, { runId, node })
  if (begun.kind !== 'running') throw new Error(`the step is ${begun.status}`)
  return { runId, node, attempt: begun.attempt }
}

async function statesOf(runId: string): Promise<string[]> {
  const { rows } = await pool.query<{ state: string }>(
    `select status || ' ' || attempt as state from step where run_id = $1 order by position`,
    [runId],
  )
  const { rows: runs } = await pool.query<{ status: string }>('select status from run where id = $1', [runId])
  return [...rows.map(({ state }) => state), runs[0].status]
}

describe('the next step', () => {
  it('begins with the end of the one before', async () => {
    const runId = await runningRun(['a', 'b'])
    const end = await finishStep(pool, await begin(runId, 'a'), nothing, { begin: { runId, node: 'b' } })
    expect(end).toEqual({ begun: { kind: 'running', attempt: 1, hostDeaths: 0 } })
    expect(await statesOf(runId)).toEqual(['done 1', 'running 1', 'running'])
  })

  it('does not begin with an end that is refused', async () => {
    const runId = await runningRun(['a', 'b'])
    const [late] = [await begin(runId, 'a'), await begin(runId, 'a')]
    const ended = finishStep(pool, late, nothing, { begin: { runId, node: 'b' }, mayEndRun: true })
    await expect(ended).rejects.toThrow(FencedError)
    expect(await statesOf(runId)).toEqual(['running 2', 'waiting 0', 'running'])
  })

  it('does not begin in a run that is to be cancelled', async () => {
    const runId = await runningRun(['a', 'b'])
    const id = await begin(runId, 'a')
    await pool.query('update run set cancel_wanted = true where id = $1', [runId])
    expect(await finishStep(pool, id, nothing, { begin: { runId, node: 'b' } })).toEqual({})
    expect(await statesOf(runId)).toEqual(['done 1', 'waiting 0', 'running'])
  })

  it('is not waited for when somebody holds it', async () => {
    const runId = await runningRun(['a', 'b'])
    const id = await begin(runId, 'a')
    const holder = await pool.connect()
    await holder.query('begin')
    await holder.query(`select from step where run_id = $1 and node = 'b' for update`, [runId])
    const ending = finishStep(pool, id, nothing, { begin: { runId, node: 'b' } })
    const end = await Promise.race([ending, sleep(3_000, 'still waiting')])
    await holder.query('rollback')
    holder.release()
    expect(end).toEqual({})
    expect(await statesOf(runId)).toEqual(['done 1', 'waiting 0', 'running'])
  })
})

describe('the last step', () => {
  it('ends the run', async () => {
    const runId = await runningRun(['a'])
    await finishStep(pool, await begin(runId, 'a'), nothing, { mayEndRun: true })
    expect(await statesOf(runId)).toEqual(['done 1', 'done'])
  })

  it('leaves the run alone while another step is not settled, or has failed', async () => {
    const runId = await runningRun(['a', 'b'])
    await finishStep(pool, await begin(runId, 'a'), nothing, { mayEndRun: true })
    expect(await statesOf(runId)).toEqual(['done 1', 'waiting 0', 'running'])
  })
})
