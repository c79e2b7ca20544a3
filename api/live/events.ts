/** What happens to runs and pipelines, as rows that triggers write, read without a gap and without a repetition. */
import type pg from 'pg'
import { z } from 'zod'
import { runStatuses, stepTransitions } from '#pipeline/run-words.ts'
import type { StepStatus } from '#pipeline/run-words.ts'
import { parseSnapshot } from './snapshot.ts'
import type { Snapshot } from './snapshot.ts'

const common = { seq: z.string(), at: z.string() }
const ofRun = { ...common, run: z.uuid() }
const node = z.string()
const time = z.string().nullable()

export const liveEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...ofRun,
    kind: z.literal('run'),
    pipeline: z.string(),
    status: z.enum([...runStatuses, 'deleted']),
    cancelWanted: z.boolean().optional(),
  }),
  z.strictObject({
    ...ofRun,
    kind: z.literal('step'),
    node,
    status: z.enum(Object.keys(stepTransitions) as StepStatus[]),
    attempt: z.int(),
    rows: z.number().nullable(),
    startedAt: time,
    finishedAt: time,
    errorCode: z.string().nullable(),
  }),
  z.strictObject({
    ...ofRun,
    kind: z.literal('progress'),
    node,
    attempt: z.int(),
    done: z.number().nullable(),
    total: z.number().nullable(),
  }),
  z.strictObject({
    ...ofRun,
    kind: z.literal('log'),
    /** To be read by `runs.logs`. */
    id: z.string(),
    node: node.nullable(),
    attempt: z.int().nullable(),
    level: z.enum(['info', 'warning']),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('pipeline'),
    pipeline: z.string(),
    change: z.enum(['saved', 'archived', 'restored']),
    revision: z.int(),
    hash: z.string().optional(),
    /** Name of who did it; null: nobody known. */
    by: z.string().nullable(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('connection'),
    connection: z.uuid(),
    change: z.enum(['saved', 'removed', 'state', 'certificate']),
    /** Of a change of state: the new one. */
    state: z.string().optional(),
  }),
])
export type LiveEvent = z.infer<typeof liveEventSchema>

export interface StoredEvent {
  transaction: bigint
  projectId: string
  event: LiveEvent
}

export interface Reading {
  events: StoredEvent[]
  /** The moment of reading: ask for what happened after it next time. */
  now: Snapshot
  /** There was more than `most`, which is not read. */
  isTooMuch: boolean
}

interface Row {
  xid: string
  project: string
  event: LiveEvent
}

/** All that a moment has not seen, in the order in which it was written. Without a moment nothing but the time. */
export async function readEvents(pool: pg.Pool, after: Snapshot | undefined, most: number): Promise<Reading> {
  const { rows } = await pool.query<{ now: string; events: Row[] | null }>({
    name: 'live-events',
    text: `select pg_current_snapshot()::text as now, (
        select json_agg(json_build_object('xid', e.xid::text, 'project', e.project_id, 'event',
          e.payload || jsonb_build_object('seq', e.seq::text, 'at', e.at, 'kind', e.kind)
            || case when e.run_id is null then '{}'::jsonb else jsonb_build_object('run', e.run_id) end)
          order by e.seq)
        from (select * from live_event where xid >= $1::bigint or xid = any($2::bigint[]) order by seq limit $3) e
      ) as events`,
    values: after ? [String(after.end), after.open.map(String), most + 1] : ['9223372036854775807', [], 0],
  })
  const found = rows[0].events ?? []
  const isTooMuch = after !== undefined && found.length > most
  return { events: isTooMuch ? [] : found.map(storedOf), now: parseSnapshot(rows[0].now)!, isTooMuch }
}

function storedOf({ xid, project, event }: Row): StoredEvent {
  return { transaction: BigInt(xid), projectId: project, event }
}

/** Events of transactions up to this one may have been removed. */
export async function readHorizon(pool: pg.Pool): Promise<bigint> {
  const { rows } = await pool.query<{ xid: string }>('select xid from live_horizon')
  return BigInt(rows[0].xid)
}
