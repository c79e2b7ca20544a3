/** The reconciler process: repeats a pass every second or two; only one process at a time does so. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { readWorkerConfig } from '#config/worker.ts'
import { sweep } from '#datasets/sweep.ts'
import { openApp } from './app.ts'
import { readDiskForecast, sampleDisk } from './use-cases/disk-forecast.ts'
import { forgetOld } from './use-cases/forget-old.ts'
import { reconcile } from './use-cases/reconcile.ts'

/** Any number that nothing else in this database locks. */
const lockKey = 4_711_001
const pauseMs = 1_500
const sweepEveryMs = 3_600_000
const sampleEveryMs = 3_600_000
/** Far longer than any attempt may take: what is younger may belong to a step that has not said so yet. */
const sweepOlderThanMs = 3 * 24 * 3_600_000

const config = readWorkerConfig()
const app = openApp(config, { kind: 'system', id: 'reconciler', name: 'reconciler' })
// Without keys nothing would work: better to say so now.
app.keyRing()
let isStopping = false
let sweptAt = 0
let sampledAt = 0
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.once(signal, () => (isStopping = true))
process.send?.({ type: 'ready' })

while (!isStopping) {
  try {
    await whileLocked(config.databaseUrl, reconcileWhile)
  } catch (error) {
    // Database or engine are away: that is what this process is for, so it waits and tries again.
    report(error)
  }
  if (!isStopping) await sleep(pauseMs)
}
await app.close()
process.exit(0)

/** Beside the passes: neither a long sweep nor one that fails may keep runs from being launched. */
function sweepWhenDue(): void {
  if (Date.now() - sweptAt < sweepEveryMs) return
  sweptAt = Date.now()
  sweep({ pool: app.pool, store: app.store, olderThanMs: sweepOlderThanMs }).catch(report)
  forgetOld(app).catch(report)
}

/** Beside the passes, too: a store of many objects takes its time to be counted. */
function sampleWhenDue(): void {
  if (Date.now() - sampledAt < sampleEveryMs) return
  sampledAt = Date.now()
  sampleDisk(app).then(warnOfDisk).catch(report)
}

async function warnOfDisk(): Promise<void> {
  const { state, free, daysLeft } = await readDiskForecast(app.dataDir)
  if (state === 'ok') return
  const when = daysLeft === null ? '' : `, full in ${Math.floor(daysLeft)} days`
  console.warn(`${new Date().toISOString()} disk: ${Math.floor(free / 1e6)} MB free${when}`)
}

function report(error: unknown): void {
  console.error(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}`)
}

async function reconcileWhile(isMine: () => boolean): Promise<void> {
  while (!isStopping && isMine()) {
    sweepWhenDue()
    sampleWhenDue()
    const { launched, cancelled, stalled } = await reconcile(app)
    if (launched + cancelled + stalled > 0)
      console.log(new Date().toISOString(), { launched, cancelled, stalled })
    await sleep(pauseMs)
  }
}

/** Does the work while this connection holds the lock; the lock goes with the connection. */
async function whileLocked(url: string, work: (isMine: () => boolean) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  let isOpen = true
  client.on('error', () => (isOpen = false))
  await client.connect()
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      lockKey,
    ])
    if (rows[0].locked) await work(() => isOpen)
  } finally {
    await client.end().catch(() => undefined) // a broken connection is closed already
  }
}
