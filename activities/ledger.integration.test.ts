import { describe, expect, it } from 'vitest'
import { usePool } from '#test/fixtures/database.ts'
import { insertRun } from '#test/fixtures/ledger-rows.ts'
import { FencedError, beginAttempt, failAttempt, finishStep } from './ledger.ts'
import type { AttemptId, StepError } from './ledger.ts'

const pool = usePool({ max: 4 })

const error: StepError = { code: 'disk-full', params: {}, message: 'full' }
const resultOf = (value: number) => ({
  outputs: {
    total: { type: 'scalar', hash: `${value}`, schema: { type: 'scalar' }, bytes: 1, value } as never,
  },
  rows: value,
  bytes: 1,
})

async function begin(runId: string): Promise<AttemptId> {
  const begun = await beginAttempt(pool, { runId, node: 'a' })
  if (begun.kind !== 'running') throw new Error(`the step is ${begun.status}`)
  return { runId, node: 'a', attempt: begun.attempt }
}

async function stepOf(runId: string): Promise<unknown> {
  const { rows } = await pool.query<{ status: string; attempt: number; rows: string | null }>(
    `select s.status, s.attempt, s.rows, s.error->>'code' as error,
       (select array_agg(a.status order by a.number) from attempt a where a.run_id = s.run_id) as attempts
     from step s where run_id = $1`,
    [runId],
  )
  return rows[0]
}

describe('an attempt that another one has overtaken', () => {
  it('can neither finish nor fail the step, and the newest one still can', async () => {
    const runId = await insertRun(pool, ['a'])
    const [late, newest] = [await begin(runId), await begin(runId)]
    const untouched = {
      status: 'running',
      attempt: 2,
      rows: null,
      error: null,
      attempts: ['lost', 'running'],
    }
    await expect(finishStep(pool, late, resultOf(1))).rejects.toThrow(FencedError)
    expect(await stepOf(runId)).toEqual(untouched)
    for (const final of [true, false]) {
      await expect(failAttempt(pool, late, error, final)).rejects.toThrow(FencedError)
      expect(await stepOf(runId)).toEqual(untouched)
    }
    await finishStep(pool, newest, resultOf(2))
    const settled = { status: 'done', attempt: 2, rows: '2', error: null, attempts: ['lost', 'done'] }
    expect(await stepOf(runId)).toEqual(settled)
  })

  it('publishes nothing', async () => {
    const runId = await insertRun(pool, ['a'])
    const [late] = [await begin(runId), await begin(runId)]
    await expect(finishStep(pool, late, { ...resultOf(1), reuseKey: 'late' })).rejects.toThrow(FencedError)
    expect((await pool.query(`select from reuse where key = 'late'`)).rowCount).toBe(0)
  })
})

describe('a settled step', () => {
  const endings: Record<string, (runId: string) => Promise<unknown>> = {
    done: async (runId) => finishStep(pool, await begin(runId), resultOf(1)),
    reused: async (runId) =>
      finishStep(pool, await begin(runId), { ...resultOf(1), reusedFrom: await insertRun(pool) }),
    failed: async (runId) => failAttempt(pool, await begin(runId), error, true),
    cancelled: async (runId) => {
      await pool.query('update run set cancel_wanted = true where id = $1', [runId])
      await beginAttempt(pool, { runId, node: 'a' })
    },
    skipped: (runId) => pool.query(`update step set status = 'skipped' where run_id = $1`, [runId]),
  }

  it.each(Object.keys(endings))('is not begun again: %s', async (status) => {
    const runId = await insertRun(pool, ['a'])
    await endings[status](runId)
    const before = await stepOf(runId)
    expect(before).toMatchObject({ status })
    expect(await beginAttempt(pool, { runId, node: 'a' })).toEqual({ kind: 'settled', status })
    expect(await stepOf(runId)).toEqual(before)
  })

  it('is settled once', async () => {
    const runId = await insertRun(pool, ['a'])
    const only = await begin(runId)
    await finishStep(pool, only, resultOf(1))
    const before = await stepOf(runId)
    await expect(finishStep(pool, only, resultOf(2))).rejects.toThrow(FencedError)
    await expect(failAttempt(pool, only, error, true)).rejects.toThrow(FencedError)
    expect(await stepOf(runId)).toEqual(before)
  })
})
