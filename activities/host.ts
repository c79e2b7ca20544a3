/** Runs one block after the other in an isolated place; the same code serves worker threads and child processes. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { BlockContext, BlockResult, BlockRun, PortValues } from '#blocks/block.ts'
import { loadBlockRun } from '#blocks/index.ts'
import { openArchive } from '#datasets/archive/archive-reader.ts'
import type { ArchiveReader } from '#datasets/archive/archive-reader.ts'
import { makeBlockData } from '#datasets/block-data.ts'
import { FolderStore } from '#datasets/folder-store.ts'
import { openPool } from '#datasets/pool.ts'
import { takeReferences } from '#datasets/references.ts'
import type { Store, StoredValue } from '#datasets/store.ts'
import { loadValue, storeValue } from '#datasets/values.ts'
import type { StoreValueOptions } from '#datasets/values.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { describeFailure } from './host-failure.ts'
import type {
  FromHost,
  HostOrder,
  HostSettings,
  InspectOrder,
  RunOrder,
  SharedColumns,
  ToHost,
} from './host-messages.ts'
import { sharedStore } from './shared-store.ts'

export interface HostPort {
  send(message: FromHost): void
  /** Threads share memory with the worker, so columns pass without copies. */
  sharesMemory: boolean
}

/** Answers orders, one at a time; the returned function takes messages. */
export function startHost(settings: HostSettings, port: HostPort): (message: ToHost) => void {
  const pool = openPool({ connectionString: settings.databaseUrl, max: 2, allowExitOnIdle: true })
  const store = new FolderStore(settings.storeDir)
  const archive = openArchive(settings.archiveDir)
  let controller = new AbortController()
  port.send({ type: 'ready' })
  return (message) => {
    if (message.type === 'abort') return controller.abort()
    controller = new AbortController()
    port.send({ type: 'begun' })
    void obey({ settings, port, pool, store, archive }, message.order, controller.signal)
  }
}

interface HostParts {
  settings: HostSettings
  port: HostPort
  pool: pg.Pool
  store: Store
  archive: ArchiveReader
}

async function obey(parts: HostParts, order: HostOrder, signal: AbortSignal): Promise<void> {
  // Made when the block asks for a place in it: most never do.
  const scratchDir = join(parts.settings.scratchDir, `attempt-${randomUUID()}`)
  try {
    const answer = order.kind === 'run' ? runOrder : inspectOrder
    parts.port.send(await answer(parts, order as RunOrder & InspectOrder, scratchDir, signal))
  } catch (error) {
    parts.port.send({ type: 'failed', failure: describeFailure(error) })
  } finally {
    if (existsSync(scratchDir)) await rm(scratchDir, { recursive: true, force: true })
  }
}

async function runOrder(
  { port, pool, store, archive }: HostParts,
  order: RunOrder,
  scratchDir: string,
  signal: AbortSignal,
): Promise<FromHost> {
  const block = await findRun(order.key)
  const columns = port.sharesMemory ? new Map(order.columns) : undefined
  const working = columns ? sharedStore(store, columns) : store
  const historian = { pool, archive, projectId: order.projectId }
  const data = makeBlockData({ store: working, scratchDir, historian })
  const inputs: PortValues = {}
  for (const [name, stored] of Object.entries(order.inputs)) inputs[name] = await loadValue(working, stored)
  const ctx = { ...context(port, order.seed, signal), data }
  const result = await block.run({ inputs, config: order.config, outputs: order.outputs, ctx })
  signal.throwIfAborted()
  const outputs = await storeAll({ store: working, pool }, result.outputs, order)
  return { type: 'done', outputs, columns: columns && without(columns, order.columns) }
}

/** What the worker does not hold already. */
function without(columns: SharedColumns, known: SharedColumns = new Map()): SharedColumns {
  return new Map([...columns].filter(([hash]) => !known.has(hash)))
}

async function storeAll(
  { store, pool }: Pick<HostParts, 'store' | 'pool'>,
  values: BlockResult['outputs'],
  order: RunOrder,
): Promise<Record<string, StoredValue>> {
  const stored: Record<string, StoredValue> = {}
  for (const [port, schema] of Object.entries(order.outputs)) {
    const value = values[port]
    if (!value) throw new Error(`${order.key} returned nothing at output ${port}`)
    stored[port] = await storeValue(store, value, schema, { takeReferences: referrer(pool, order) })
  }
  return stored
}

function referrer(pool: pg.Pool, { runId, projectId, node }: RunOrder): StoreValueOptions['takeReferences'] {
  return runId === null ? undefined : (hashes) => takeReferences(pool, { runId, projectId, node }, hashes)
}

async function inspectOrder(
  { pool, store, archive }: HostParts,
  order: InspectOrder,
  scratchDir: string,
  signal: AbortSignal,
): Promise<FromHost> {
  const block = await findRun(order.key)
  if (!block.inspect) throw new DomainError('not-inspectable', { block: order.key })
  const historian = { pool, archive, projectId: order.projectId }
  const data = makeBlockData({ store, scratchDir, historian })
  return { type: 'inspected', config: await block.inspect(order.config, data, signal) }
}

async function findRun(key: string): Promise<BlockRun> {
  const block = await loadBlockRun(key)
  if (!block) throw new DomainError('block-unknown', { block: key })
  return block
}

const progressIntervalMs = 500

function context(port: HostPort, seed: number, signal: AbortSignal): Omit<BlockContext, 'data'> {
  let last = 0
  return {
    window: { fromUs: -Infinity, toUs: Infinity },
    seed,
    signal,
    progress(done, total) {
      if (Date.now() - last < progressIntervalMs) return
      last = Date.now()
      port.send({ type: 'progress', done, total })
    },
    log: (level, code, params = {}) => port.send({ type: 'log', level, code, params }),
  }
}
