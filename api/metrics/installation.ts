/** Figures that are asked for when somebody wants to know: runs, workers, engine, database, disk. */
import { statfs } from 'node:fs/promises'
import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { App } from '../app.ts'
import { isConnectionError } from '../use-cases/connection-error.ts'
import { engineHealth } from '../use-cases/engine-health.ts'

const openStatuses = ['queued', 'running', 'stalled'] as const

/** Returns what brings the figures up to date. Where the database is away they say so, and the others are absent. */
export function measureInstallation(registers: Registry[]): (app: App) => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const gauges = {
    database: gauge('ecoki_database_up', 'Whether the database answers.'),
    engine: gauge('ecoki_engine_up', 'Whether Temporal answers.'),
    workers: gauge('ecoki_workers', 'Workers that gave a sign of life in the last 15 seconds.'),
    runs: gauge('ecoki_runs', 'Runs that are not over.', ['status']),
    oldest: gauge('ecoki_run_wait_seconds', 'How long the run has waited that has waited longest to begin.'),
    connections: gauge('ecoki_database_connections', "Connections of the gateway's pool.", ['state']),
    free: gauge('ecoki_disk_free_bytes', 'Room that is left for the data folder.'),
    size: gauge('ecoki_disk_size_bytes', 'Size of the disk with the data folder.'),
  }
  return async (app) => {
    measurePool(app, gauges.connections)
    await measureDisk(app, gauges)
    for (const one of [gauges.engine, gauges.workers, gauges.runs, gauges.oldest]) one.reset()
    gauges.database.set((await measureRuns(app, gauges)) ? 1 : 0)
  }
}

type Gauges = Record<'engine' | 'workers' | 'runs' | 'oldest' | 'free' | 'size', Gauge>

function measurePool({ pool }: App, connections: Gauge): void {
  connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
  connections.set({ state: 'idle' }, pool.idleCount)
  connections.set({ state: 'awaited' }, pool.waitingCount)
}

async function measureDisk({ dataDir }: App, { free, size }: Gauges): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(dataDir)
  free.set(bavail * bsize)
  size.set(blocks * bsize)
}

/** False where the database does not answer. */
async function measureRuns(app: App, { engine, workers, runs, oldest }: Gauges): Promise<boolean> {
  try {
    const { rows } = await app.pool.query<{ status: string; count: number; wait: number | null }>(
      `select status, count(*)::int as count,
         extract(epoch from now() - min(created_at) filter (where status = 'queued'))::float8 as wait
       from run where status = any($1) group by status`,
      [openStatuses],
    )
    for (const status of openStatuses)
      runs.set({ status }, rows.find((row) => row.status === status)?.count ?? 0)
    oldest.set(Math.max(0, ...rows.map(({ wait }) => wait ?? 0)))
    const health = await engineHealth(app)
    engine.set(health.engine ? 1 : 0)
    workers.set(health.workers)
    return true
  } catch (error) {
    if (isConnectionError(error)) return false
    throw error
  }
}
