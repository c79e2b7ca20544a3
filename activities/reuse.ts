/** Results of equal steps are computed once: a claim makes others wait, a published result is taken over. */
import type pg from 'pg'
import type { StoredValue } from '#datasets/store.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import type { StepId } from './ledger.ts'

/** Everything that a result depends on. Never a path, a window or a name that people chose. */
export interface ReuseParts {
  projectId: string
  block: string
  /** SHA-256 of the block's source with all it imports. */
  source: string
  /** Versions of native libraries and, where results depend on it, of the zone tables. */
  versions: Record<string, string>
  config: unknown
  seed: string
  /** Content hash by input port. */
  inputs: Record<string, string>
}

export function reuseKey(parts: ReuseParts): string {
  return sha256Hex(canonicalJson(parts))
}

const claimSeconds = 10

export interface PublishedResult {
  outputs: Record<string, StoredValue>
  rows: number
  bytes: number
  runId: string
}

export type Claim = { kind: 'claimed' } | { kind: 'wait' } | { kind: 'published'; result: PublishedResult }

interface ReuseRow {
  outputs: Record<string, StoredValue> | null
  rows: string
  bytes: string
  run_id: string
}

/** Takes a key for this step, or says that it is published or that another step is at it. */
export async function claimKey(pool: pg.Pool, projectId: string, key: string, step: StepId): Promise<Claim> {
  const claimed = await pool.query(
    `insert into reuse (project_id, key, run_id, node, claimed_until)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5))
     on conflict (project_id, key) do update
       set run_id = excluded.run_id, node = excluded.node, claimed_until = excluded.claimed_until
       where reuse.outputs is null
         and (reuse.claimed_until < now() or (reuse.run_id = excluded.run_id and reuse.node = excluded.node))
     returning 1`,
    [projectId, key, step.runId, step.node, claimSeconds],
  )
  if (claimed.rowCount) return { kind: 'claimed' }
  const { rows } = await pool.query<ReuseRow>(
    'select outputs, rows, bytes, run_id from reuse where project_id = $1 and key = $2',
    [projectId, key],
  )
  const row = rows[0]
  if (!row?.outputs) return { kind: 'wait' }
  const result = { outputs: row.outputs, rows: Number(row.rows), bytes: Number(row.bytes), runId: row.run_id }
  return { kind: 'published', result }
}

/** Keeps a claim alive while its step runs. */
export async function renewClaim(pool: pg.Pool, projectId: string, key: string, step: StepId): Promise<void> {
  await pool.query(
    `update reuse set claimed_until = now() + make_interval(secs => $5)
     where project_id = $1 and key = $2 and run_id = $3 and node = $4 and outputs is null`,
    [projectId, key, step.runId, step.node, claimSeconds],
  )
}

/** Gives a claim back: the step failed or was cancelled. */
export async function dropClaim(pool: pg.Pool, projectId: string, key: string, step: StepId): Promise<void> {
  await pool.query(
    'delete from reuse where project_id = $1 and key = $2 and run_id = $3 and node = $4 and outputs is null',
    [projectId, key, step.runId, step.node],
  )
}

/** Forgets a published result whose data are no longer in the store. */
export async function forgetResult(
  pool: pg.Pool,
  projectId: string,
  key: string,
  runId: string,
): Promise<void> {
  await pool.query(
    'delete from reuse where project_id = $1 and key = $2 and run_id = $3 and outputs is not null',
    [projectId, key, runId],
  )
}
