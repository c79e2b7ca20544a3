/** Activities for people who wait: a reader looks at its data, a table becomes a file. */
import { readFile } from 'node:fs/promises'
import { Context } from '@temporalio/activity'
import type pg from 'pg'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { Store, StoredValue } from '#datasets/store.ts'
import type { PlanNode } from '#pipeline/plan.ts'
import type { DeskActivities, ExportInput, InspectInput } from '#workflows/types.ts'
import type { Executor } from './executor.ts'
import { HostFailureError } from './host-pool.ts'
import type { KnownBlock } from './known-blocks.ts'
import { loadOutputs } from './ledger.ts'

export interface DeskParts {
  pool: pg.Pool
  store: Store
  executor: Executor
  findBlock(id: string, version: number): KnownBlock
}

export function makeDesk(parts: DeskParts): DeskActivities {
  const { store, executor, findBlock } = parts
  return {
    inspect: ({ projectId, block, version, config }) =>
      answer(async (signal) => {
        const given: unknown = JSON.parse(await readFile(await store.filePath(config), 'utf8'))
        const found = await executor.inspect(findBlock(block, version).type, projectId, given, signal)
        const { hash } = await store.putFile(Buffer.from(JSON.stringify(found)))
        return { config: hash }
      }),
    preview: (input) =>
      answer(async (signal) => {
        const table = await readTable(parts, input, signal)
        const { hash } = await store.putFile(Buffer.from(JSON.stringify(table)))
        return { table: hash }
      }),
    exportTable: (input) => answer(async (signal) => ({ file: await writeTable(parts, input, signal) })),
  }
}

type Refused = { refused: { code: string; params: string } }

/** Keeps telling Temporal that it lives; what the user can mend is an answer, not a failure. */
async function answer<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | Refused> {
  const context = Context.current()
  const heartbeat = setInterval(() => context.heartbeat(), 1_000)
  try {
    return await work(context.cancellationSignal)
  } catch (error) {
    if (!(error instanceof HostFailureError) || error.failure.kind === 'system') throw error
    const { code, params, message } = error.failure
    return { refused: { code, params: JSON.stringify({ ...params, message }) } }
  } finally {
    clearInterval(heartbeat)
  }
}

async function writeTable(parts: DeskParts, input: ExportInput, signal: AbortSignal): Promise<string> {
  const { runId, node, port } = input
  const stored = (await loadOutputs(parts.pool, runId, [node])).get(node)?.[port]
  if (!stored) throw new Error(`run ${runId} has no output ${node}.${port}`)
  const order = { ...input, node: `export ${node}.${port}`, inputs: { table: stored } }
  const results = await runBlock(parts, order, signal)
  const file = Object.values(results).find((value) => value.type === 'report')?.value
  if (!isFileRef(file)) throw new Error(`${input.block} wrote no file`)
  return file.hash
}

/** What a reader makes of its file, with a config whose schema is detected. */
async function readTable(parts: DeskParts, input: InspectInput, signal: AbortSignal): Promise<StoredValue> {
  const config = JSON.parse(await readFile(await parts.store.filePath(input.config), 'utf8')) as unknown
  const order = { ...input, config, runId: null, node: 'preview', inputs: {} }
  const results = await runBlock(parts, order, signal)
  const table = Object.values(results).find((value) => value.type === 'table')
  if (!table) throw new Error(`${input.block} read no table`)
  return table
}

interface BlockOrder {
  projectId: string
  runId: string | null
  node: string
  block: string
  version: number
  config: unknown
  inputs: Record<string, StoredValue>
}

async function runBlock(
  { executor, findBlock }: DeskParts,
  { projectId, runId, node: id, block, version, config: given, inputs }: BlockOrder,
  signal: AbortSignal,
): Promise<Record<string, StoredValue>> {
  const { type } = findBlock(block, version)
  const config = type.config.parse(given)
  const schemas = Object.fromEntries(Object.entries(inputs).map(([port, { schema }]) => [port, schema]))
  const { outputs } = type.outputs(schemas, config)
  if (!outputs) throw new Error(`${block} does not take what it is given`)
  const { timeouts, retry } = type.spec
  const node: PlanNode = { id, block, version, config, inputs: [], level: 0, outputs, timeouts, retry }
  return executor.run({
    ...{ block: type, node, inputs, signal },
    run: { runId, projectId, seed: '0' },
    onLog: () => undefined,
    onProgress: () => undefined,
  })
}
