/** Whether the engine and workers answer: asked seldom, however many want to know. */
import type { App } from '../app.ts'

export interface EngineHealth {
  engine: boolean
  /** Workers that gave a sign of life. */
  workers: number
}

const freshMs = 2_000
const patienceMs = 1_500
const workerSilentSeconds = 15

interface Kept {
  askedAt: number
  health: Promise<EngineHealth>
}
/** By pool, which all views of one process's App share. */
const kept = new WeakMap<App['pool'], Kept>()

/** Not older than two seconds. Throws when the database does not answer. */
export function engineHealth(app: App): Promise<EngineHealth> {
  const known = kept.get(app.pool)
  if (known && Date.now() - known.askedAt < freshMs) return known.health
  const health = Promise.all([engineAnswers(app), countWorkers(app)]).then(([engine, workers]) => ({
    engine,
    workers,
  }))
  kept.set(app.pool, { askedAt: Date.now(), health })
  return health
}

async function engineAnswers(app: App): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  try {
    return await Promise.race([ask(app), late])
  } finally {
    clearTimeout(timer)
  }
}

async function ask(app: App): Promise<boolean> {
  try {
    const { connection } = await app.engine()
    await connection.withDeadline(Date.now() + patienceMs, () => connection.workflowService.getSystemInfo({}))
    return true
  } catch {
    return false // why it does not answer is the reconciler's to say
  }
}

async function countWorkers({ pool }: App): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from worker where seen_at > now() - make_interval(secs => $1)',
    [workerSilentSeconds],
  )
  return rows[0].count
}

/** What a run of this status waits for, as far as is known. */
export function waitsFor(status: string, { engine, workers }: EngineHealth): 'engine' | 'worker' | null {
  if (!['queued', 'stalled', 'running'].includes(status)) return null
  if (!engine) return 'engine'
  return workers === 0 ? 'worker' : null
}
