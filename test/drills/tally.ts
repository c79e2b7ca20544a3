/** Counts effects: what runs promised against what the historian, the ledger and the store hold. */
import type { StoredValue } from '#datasets/store.ts'
import { addressesOf } from '#datasets/values.ts'
import { expectedSamples } from './pipeline.ts'
import type { Expected } from './pipeline.ts'
import type { AskedRun, Scene } from './scene.ts'

/** Samples, except `silentGaps`: accepted runs that are not done and do not say why. */
export interface Tally {
  sent: number
  accepted: number
  stored: number
  /** Promised samples that are not there, and results of done steps that the store does not have. */
  lost: number
  /** Revisions, samples nobody promised, steps settled more than once. */
  dup: number
  wrong: number
  silentGaps: number
}

interface SampleRow {
  tag: string
  time_us: string
  revision: number
  number: number
}

const tolerance = 1e-9

/** Counts all runs that were asked for; only accepted ones have promised something. */
export async function tallyRuns(scene: Scene, runs: AskedRun[]): Promise<Tally> {
  const accepted = runs.filter(({ runId }) => runId)
  const expected = accepted.flatMap(({ measured, prefix }) => expectedSamples(measured, prefix))
  const samples = await readSamples(scene, runs)
  const ids = accepted.map(({ runId }) => runId ?? '')
  return {
    sent: runs.reduce((sum, { measured, prefix }) => sum + expectedSamples(measured, prefix).length, 0),
    accepted: expected.length,
    ...compare(expected, samples, await missingObjects(scene, ids)),
    dup: (await settledTwice(scene, ids)) + surplus(expected, samples),
    silentGaps: await silentRuns(scene, ids),
  }
}

async function readSamples(scene: Scene, runs: AskedRun[]): Promise<SampleRow[]> {
  const tags = runs.filter(({ runId }) => runId).map(({ prefix }) => prefix)
  const { rows } = await scene.app.pool.query<SampleRow>(
    `select t.name as tag, s.time_us, s.revision, s.number from sample s join tag t on t.id = s.tag_id
     where split_part(t.name, '.', 1) || '.' = any($1) order by s.revision`,
    [tags],
  )
  return rows
}

function compare(
  expected: Expected[],
  samples: SampleRow[],
  missing: number,
): Pick<Tally, 'stored' | 'lost' | 'wrong'> {
  // Ordered by revision: the newest one stays.
  const found = new Map(samples.map((row) => [`${row.tag} ${row.time_us}`, row.number]))
  const pairs = expected.map(({ tag, timeUs, value }) => ({ value, found: found.get(`${tag} ${timeUs}`) }))
  const stored = pairs.filter((pair) => pair.found !== undefined)
  const isOff = (pair: { value: number; found?: number }) =>
    !(Math.abs((pair.found ?? NaN) - pair.value) <= tolerance * Math.abs(pair.value))
  return {
    stored: stored.length,
    lost: expected.length - stored.length + missing,
    wrong: stored.filter(isOff).length,
  }
}

function surplus(expected: Expected[], samples: SampleRow[]): number {
  const promised = new Set(expected.map(({ tag, timeUs }) => `${tag} ${timeUs}`))
  const isSurplus = (row: SampleRow) => row.revision > 1 || !promised.has(`${row.tag} ${row.time_us}`)
  return samples.filter(isSurplus).length
}

async function settledTwice(scene: Scene, runs: string[]): Promise<number> {
  const { rows } = await scene.app.pool.query<{ count: number }>(
    `select coalesce(sum(done - 1), 0)::int as count from (
       select count(*) as done from attempt where run_id = any($1) and status = 'done'
       group by run_id, node having count(*) > 1) steps`,
    [runs],
  )
  return rows[0].count
}

async function silentRuns(scene: Scene, runs: string[]): Promise<number> {
  const { rows } = await scene.app.pool.query<{ count: number }>(
    `select count(*)::int as count from run where id = any($1) and status <> 'done'
       and not (status = 'failed' and error is not null)`,
    [runs],
  )
  const found = await scene.app.pool.query('select from run where id = any($1)', [runs])
  return rows[0].count + runs.length - (found.rowCount ?? 0)
}

async function missingObjects(scene: Scene, runs: string[]): Promise<number> {
  const { rows } = await scene.app.pool.query<{ outputs: Record<string, StoredValue> }>(
    "select outputs from step where run_id = any($1) and status in ('done', 'reused')",
    [runs],
  )
  const hashes = new Set(rows.flatMap(({ outputs }) => Object.values(outputs).flatMap(addressesOf)))
  const present = await Promise.all([...hashes].map((hash) => scene.app.store.has(hash)))
  return present.filter((is) => !is).length
}
