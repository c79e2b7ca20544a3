/** Activities for people who wait: a reader looks at its data, a table becomes a file. */
import { readFile } from 'node:fs/promises'
import { Context } from '@temporalio/activity'
import type pg from 'pg'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { Store } from '#datasets/store.ts'
import type { DeskActivities, ExportInput } from '#workflows/types.ts'
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
  const { projectId, runId, node, port, block, version } = input
  const stored = (await loadOutputs(parts.pool, runId, [node])).get(node)?.[port]
  if (!stored) throw new Error(`run ${runId} has no output ${node}.${port}`)
  const { type } = parts.findBlock(block, version)
  const config = type.config.parse(input.config)
  const { outputs } = type.outputs({ table: stored.schema }, config)
  if (!outputs) throw new Error(`${block} does not take ${node}.${port}`)
  const { timeouts, retry } = type.spec
  const results = await parts.executor.run({
    block: type,
    node: {
      id: `export ${node}.${port}`,
      block,
      version,
      config,
      inputs: [],
      level: 0,
      outputs,
      timeouts,
      retry,
    },
    run: { runId, projectId, seed: '0' },
    inputs: { table: stored },
    signal,
    onLog: () => undefined,
    onProgress: () => undefined,
  })
  const file = Object.values(results).find((value) => value.type === 'report')?.value
  if (!isFileRef(file)) throw new Error(`${block} wrote no file`)
  return file.hash
}
