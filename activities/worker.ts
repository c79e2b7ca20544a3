/** The worker process: takes tasks from Temporal, runs blocks in threads and child processes, keeps the ledger. */
import { randomUUID } from 'node:crypto'
import { availableParallelism, hostname } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { blockRunKeys } from '#blocks/index.ts'
import { openKeyRing } from '#config/key-ring.ts'
import { readWorkerConfig } from '#config/worker.ts'
import { archiveFolder } from '#datasets/archive/archive-folder.ts'
import { FolderStore } from '#datasets/folder-store.ts'
import { makeDataConverter } from '#datasets/secrets/data-converter.ts'
import { openPool } from '#datasets/pool.ts'
import { taskQueue } from '#workflows/names.ts'
import { makeBookkeeping } from './bookkeeping.ts'
import { makeColumnMemory } from './column-memory.ts'
import { makeExecutor } from './executor.ts'
import { HostPool } from './host-pool.ts'
import { makeDesk } from './desk.ts'
import { announceWorker, refuseToStrand } from './worker-row.ts'
import { makeFindBlock } from './known-blocks.ts'
import { PlanCache } from './plan-cache.ts'
import { makeRunSegment } from './run-segment.ts'
import { spawnChild, spawnThread } from './spawn-hosts.ts'
import { provideWorkflowBundle } from './workflow-bundle.ts'

const config = readWorkerConfig()
Runtime.install({ shutdownSignals: ['SIGINT', 'SIGTERM'], logger: new DefaultLogger('WARN') })
// Without its supervisor a worker would stay behind unseen.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))

const pool = openPool({ connectionString: config.databaseUrl, max: 20, pipeline: true })
const keys = blockRunKeys()
await refuseToStrand(pool, keys)

const store = new FolderStore(config.storeDir)
const settings = {
  databaseUrl: config.databaseUrl,
  storeDir: config.storeDir,
  scratchDir: join(config.dataDir, 'scratch'),
  archiveDir: archiveFolder(config.dataDir),
}
const cores = availableParallelism()
const threads = new HostPool(() => spawnThread(settings, 4_096), Math.max(2, cores))
const children = new HostPool(() => spawnChild(settings, 4_096), Math.max(2, cores))
const executor = makeExecutor({ threads, children, memory: makeColumnMemory(1_000_000_000) })
const findBlock = makeFindBlock()
const plans = new PlanCache(pool)
const runSegment = makeRunSegment({ pool, store, executor, findBlock, plans })

const connection = await NativeConnection.connect({ address: config.temporalAddress })
const worker = await Worker.create({
  connection,
  taskQueue,
  dataConverter: makeDataConverter(openKeyRing(config.dataDir)),
  workflowBundle: await provideWorkflowBundle(config.cacheDir),
  activities: {
    ...makeBookkeeping(pool, plans),
    ...Object.fromEntries(keys.map((key) => [key, runSegment])),
    segment: runSegment,
    ...makeDesk({ pool, store, executor, findBlock }),
  },
  // Blocks wait for a place in the pools, so that projects share them fairly.
  maxConcurrentActivityTaskExecutions: 1_000,
  maxHeartbeatThrottleInterval: '500ms',
  defaultHeartbeatThrottleInterval: '500ms',
  stickyQueueScheduleToStartTimeout: '1s',
  shutdownGraceTime: '2s',
  shutdownForceTime: '5s',
})
const stopAnnouncing = await announceWorker(pool, {
  id: randomUUID(),
  machine: hostname(),
  pid: process.pid,
  blocks: keys,
})
const running = worker.run()
process.send?.({ type: 'ready' })
try {
  await running
} finally {
  await stopAnnouncing()
  threads.close()
  children.close()
  await connection.close()
  await pool.end()
}
process.exit(0)
