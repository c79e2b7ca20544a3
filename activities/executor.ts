/** Sends a step's block to where it may run: a thread for our own kernels, a child process for native code. */
import type { BlockType } from '#pipeline/block-spec.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import type { PlanNode } from '#pipeline/plan.ts'
import type { StoredValue } from '#datasets/store.ts'
import type { ColumnMemory } from './column-memory.ts'
import type { FromHost, RunOrder, SharedColumns } from './host-messages.ts'
import type { HostPool } from './host-pool.ts'
import type { LogEntry } from './ledger.ts'

export interface ExecutorRequest {
  block: BlockType
  node: PlanNode
  run: { runId: string | null; projectId: string; seed: string }
  inputs: Record<string, StoredValue>
  signal: AbortSignal
  onLog(entry: LogEntry): void
  onProgress(done: number, total?: number): void
}

export interface Executor {
  run(request: ExecutorRequest): Promise<Record<string, StoredValue>>
  /** Lets a reader look at its data; returns the config with the detected schema. */
  inspect(block: BlockType, projectId: string, config: unknown, signal: AbortSignal): Promise<unknown>
}

export interface ExecutorPools {
  threads: HostPool
  children: HostPool
  memory: ColumnMemory
}

export function makeExecutor({ threads, children, memory }: ExecutorPools): Executor {
  const poolOf = (block: BlockType) => (block.spec.isolation === 'thread' ? threads : children)
  return {
    async run({ block, node, run, inputs, signal, onLog, onProgress }) {
      const columns = block.spec.isolation === 'thread' ? knownColumns(memory, inputs) : undefined
      const answer = await poolOf(block).call({
        order: orderOf(node, run, inputs, columns),
        signal,
        timeoutMs: block.spec.timeouts.startToCloseMs,
        onMessage: (message) => report(message, onLog, onProgress),
      })
      if (answer.type !== 'done') throw new Error(`${node.block} answered ${answer.type}`)
      for (const [hash, column] of answer.columns ?? []) memory.put(hash, column)
      return answer.outputs
    },
    async inspect(block, projectId, config, signal) {
      const key = blockKey(block.spec.id, block.spec.version)
      const answer = await poolOf(block).call({
        order: { kind: 'inspect', key, projectId, config, heartbeatMs: block.spec.timeouts.heartbeatMs },
        signal,
        timeoutMs: block.spec.timeouts.startToCloseMs,
        onMessage: () => undefined,
      })
      if (answer.type !== 'inspected') throw new Error(`${key} answered ${answer.type}`)
      return answer.config
    },
  }
}

function orderOf(
  node: PlanNode,
  run: ExecutorRequest['run'],
  inputs: Record<string, StoredValue>,
  columns?: SharedColumns,
): RunOrder {
  return {
    kind: 'run',
    key: blockKey(node.block, node.version),
    projectId: run.projectId,
    runId: run.runId,
    node: node.id,
    config: node.config,
    inputs,
    outputs: node.outputs,
    seed: Number(run.seed),
    columns,
    heartbeatMs: node.timeouts.heartbeatMs,
  }
}

function knownColumns(memory: ColumnMemory, inputs: Record<string, StoredValue>): SharedColumns {
  const columns: SharedColumns = new Map()
  for (const hash of Object.values(inputs).flatMap((value) => value.columns ?? [])) {
    const column = memory.get(hash)
    if (column) columns.set(hash, column)
  }
  return columns
}

function report(
  message: FromHost,
  onLog: ExecutorRequest['onLog'],
  onProgress: ExecutorRequest['onProgress'],
): void {
  if (message.type === 'log') onLog({ level: message.level, code: message.code, params: message.params })
  else if (message.type === 'progress') onProgress(message.done, message.total)
}
