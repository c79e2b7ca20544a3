import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginAttempt, finishStep, writeLog } from '#activities/ledger.ts'
import type { AttemptId } from '#activities/ledger.ts'
import { claimKey, forgetResult } from '#activities/reuse.ts'
import { FolderStore } from '#datasets/folder-store.ts'
import { referenceOutputs, takeReferences } from '#datasets/references.ts'
import type { StoredValue } from '#datasets/store.ts'
import { sweep } from '#datasets/sweep.ts'
import { makeTemporaryFolder } from '#datasets/temporary-folder.ts'
import type { TemporaryFolder } from '#datasets/temporary-folder.ts'
import { createTestDatabase } from '#test/fixtures/database.ts'
import type { TestDatabase } from '#test/fixtures/database.ts'
import { insertRun, projectId } from '#test/fixtures/ledger-rows.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import type { Actor } from '../actor.ts'
import { deleteRun } from './delete-run.ts'
import { getRun } from './get-run.ts'

let database: TestDatabase
let pool: pg.Pool
let folder: TemporaryFolder
let store: FolderStore

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 14 })
  folder = await makeTemporaryFolder()
  store = new PatientStore(folder.path)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
  await folder.remove()
})

const actor: Actor = { kind: 'system', id: 'test', name: 'test' }
const app = () => ({ pool, projectId, actor })
const sweepNow = () => sweep({ pool, store, olderThanMs: 0 })

/** Here everything is old at once; a file that is just being written must not be. */
class PatientStore extends FolderStore {
  override async removeUnfinished(): Promise<number> {
    return 0
  }
}

async function startRun(parent?: string): Promise<AttemptId & { projectId: string }> {
  const runId = await insertRun(pool, ['read'], parent)
  await pool.query(`update run set status = 'running' where id = $1`, [runId])
  const begun = await beginAttempt(pool, { runId, node: 'read' })
  if (begun.kind !== 'running') throw new Error(`the first attempt is ${begun.status}`)
  return { runId, node: 'read', attempt: begun.attempt, projectId }
}

async function endRun({ runId }: AttemptId): Promise<void> {
  await pool.query(`update run set status = 'done' where id = $1`, [runId])
}

/** What the worker does for a step with a key: takes what is published, or computes and publishes it. */
async function settle(id: AttemptId & { projectId: string }, text: string): Promise<'reused' | 'computed'> {
  const key = `key of ${text}`
  for (;;) {
    const claim = await claimKey(pool, projectId, key, id)
    if (claim.kind === 'wait') await sleep(2)
    else if (claim.kind === 'claimed') {
      await finishStep(pool, id, { ...(await compute(id, text)), reuseKey: key })
      return 'computed'
    } else {
      const { outputs, rows, bytes, runId } = claim.result
      const isHere = await referenceOutputs({ pool, store, ...id }, Object.values(outputs))
      const result = { outputs, rows, bytes, reusedFrom: runId, reuseKey: key }
      if (!isHere) await forgetResult(pool, projectId, key, runId)
      else if (await finishStep(pool, id, result)) return 'reused'
    }
  }
}

async function compute(id: AttemptId & { projectId: string }, text: string) {
  const content = Buffer.from(text)
  const { hash, bytes } = await new FolderStore(`${folder.path}/aside`).putFile(content)
  await takeReferences(pool, id, [hash])
  await store.putFile(content)
  await writeLog(pool, id, { level: 'warning', code: 'bad-rows-skipped', params: { text } })
  const value: StoredValue = { type: 'chart', hash, schema: { type: 'chart' }, bytes, objects: [hash] }
  return { outputs: { chart: value }, rows: 0, bytes }
}

async function hashOf({ runId }: AttemptId): Promise<string> {
  const { rows } = await pool.query<{ hash: string }>(
    `select outputs->'chart'->'objects'->>0 as hash from step where run_id = $1`,
    [runId],
  )
  return rows[0].hash
}

/** What people are shown of the step's warnings. */
async function wordsOf({ runId }: AttemptId): Promise<unknown[]> {
  const { logs } = await getRun(app(), runId)
  return logs.map(({ params }) => params)
}

/** How many rows of a table name the run. */
async function traces({ runId }: AttemptId): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const table of ['step', 'attempt', 'log_line', 'reuse', 'object_reference'])
    found[table] = (await pool.query(`select from ${table} where run_id = $1`, [runId])).rowCount ?? NaN
  found.run = (await pool.query('select from run where id = $1', [runId])).rowCount ?? NaN
  return found
}

const none = { step: 0, attempt: 0, log_line: 0, reuse: 0, object_reference: 0, run: 0 }

describe('deleting a run', () => {
  it('removes all that is its own, and lets the sweep remove what nobody else holds', async () => {
    const run = await startRun()
    await settle(run, 'alone')
    await endRun(run)
    const hash = await hashOf(run)
    await sweepNow()
    expect(await store.has(hash)).toBe(true)
    await deleteRun(app(), run.runId)
    expect(await traces(run)).toEqual(none)
    const { rows } = await pool.query('select actor_id, action from audit where object_id = $1', [run.runId])
    expect(rows).toEqual([{ actor_id: 'test', action: 'run.delete' }])
    await sweepNow()
    expect(await store.has(hash)).toBe(false)
  })

  it('leaves data, words and the published result to a run that has taken the result', async () => {
    const [first, second] = [await startRun(), await startRun()]
    expect([await settle(first, 'both'), await settle(second, 'both')]).toEqual(['computed', 'reused'])
    await endRun(first)
    await deleteRun(app(), first.runId)
    await sweepNow()
    expect(await store.has(await hashOf(second))).toBe(true)
    const { steps, logs } = await getRun(app(), second.runId)
    expect(steps[0]).toMatchObject({ status: 'reused', reused: true, reusedFrom: null })
    expect(logs).toEqual([
      { node: 'read', level: 'warning', code: 'bad-rows-skipped', params: { text: 'both' } },
    ])
    const third = await startRun()
    expect(await settle(third, 'both')).toBe('reused')
    await endRun(second)
    await deleteRun(app(), second.runId)
    expect(await traces(third)).toMatchObject({ log_line: 1, reuse: 1, object_reference: 1 })
  })

  it('leaves reruns without a parent', async () => {
    const parent = await startRun()
    await settle(parent, 'parent')
    await endRun(parent)
    const child = await startRun(parent.runId)
    await deleteRun(app(), parent.runId)
    const { rows } = await pool.query('select parent_run_id, status from run where id = $1', [child.runId])
    expect(rows).toEqual([{ parent_run_id: null, status: 'running' }])
  })

  it('is refused while the run is not over, and for runs that are not there or of another project', async () => {
    const run = await startRun()
    await expect(deleteRun(app(), run.runId)).rejects.toMatchObject({
      code: 'run-open',
      params: { run: run.runId, status: 'running' },
    })
    expect(await traces(run)).toMatchObject({ run: 1, step: 1, attempt: 1 })
    await endRun(run)
    const other = { ...app(), projectId: randomUUID() }
    await expect(deleteRun(other, run.runId)).rejects.toMatchObject({ code: 'run-unknown' })
    for (const id of [randomUUID(), 'nope'])
      await expect(deleteRun(app(), id)).rejects.toMatchObject({ code: 'run-unknown', params: { run: id } })
  })

  it('lets nothing come back that a late attempt writes', async () => {
    const run = await startRun()
    await pool.query(`update run set status = 'failed' where id = $1`, [run.runId])
    await deleteRun(app(), run.runId)
    await expect(takeReferences(pool, run, ['ab'])).rejects.toMatchObject({ code: '23503' })
    await expect(claimKey(pool, projectId, 'late', run)).rejects.toMatchObject({ code: '23503' })
    await expect(finishStep(pool, run, { outputs: {}, rows: 0, bytes: 0 })).rejects.toThrow('no longer')
    await writeLog(pool, run, { level: 'info', code: 'late', params: {} })
    expect(await traces(run)).toEqual(none)
  })

  it('tells a step whose result is just being deleted to get another one', async () => {
    const [first, second] = [await startRun(), await startRun()]
    await settle(first, 'between')
    await endRun(first)
    const claim = await claimKey(pool, projectId, 'key of between', second)
    if (claim.kind !== 'published') throw new Error(`the result is ${claim.kind}`)
    const { outputs, rows, bytes, runId } = claim.result
    expect(await referenceOutputs({ pool, store, ...second }, Object.values(outputs))).toBe(true)
    await deleteRun(app(), first.runId)
    expect(await finishStep(pool, second, { outputs, rows, bytes, reusedFrom: runId })).toBe(false)
    expect(await settle(second, 'between')).toBe('computed')
    expect(await traces(second)).toMatchObject({ log_line: 1, object_reference: 1 })
  })

  it('never takes data or words from runs that took a result meanwhile', { timeout: 90_000 }, async () => {
    let isRunning = true
    let removed = 0
    const sweeping = (async () => {
      while (isRunning) removed += (await sweepNow()).removed
    })()
    const using = Promise.all(Array.from({ length: 6 }, (_, seed) => useAndDelete(seed, 40)))
    const outcomes = (await using.finally(() => (isRunning = false))).flat()
    await sweeping
    const count = (outcome: string) => outcomes.filter((found) => found === outcome).length
    // Everything happened several times, or nothing was tried.
    expect(Math.min(removed, count('computed'), count('reused'))).toBeGreaterThan(5)
    const left = await pool.query(`select from object_reference where hash = any($1)`, [
      shared.map(hashOfText),
    ])
    expect(left.rowCount).toBe(0)
  })
})

const shared = ['one', 'two', 'three', 'four', 'five', 'six']

function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Runs that want the same few results, look at them as long as they are there, and are deleted. */
async function useAndDelete(seed: number, rounds: number): Promise<string[]> {
  const random = seededRandom(seed)
  const outcomes: string[] = []
  for (let round = 0; round < rounds; round++) {
    const run = await startRun()
    const text = random.pick(shared)
    outcomes.push(await settle(run, text))
    await endRun(run)
    for (let look = random.below(4); look >= 0; look--) {
      expect(await store.has(hashOfText(text))).toBe(true)
      expect(await wordsOf(run)).toEqual([{ text }])
      await sleep(random.below(3))
    }
    await deleteRun(app(), run.runId)
    expect(await traces(run)).toEqual(none)
  }
  return outcomes
}
