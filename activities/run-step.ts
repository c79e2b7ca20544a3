/** One step of a run: settle it from the ledger, from an earlier result, or by running its block. */
import type pg from 'pg'
import type { Store, StoredValue } from '#datasets/store.ts'
import type { BlockType } from '#pipeline/block-spec.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import type { PlanNode } from '#pipeline/plan.ts'
import type { StepStatus } from '#pipeline/run-words.ts'
import {
  beginAttempt,
  cancelAttempt,
  failAttempt,
  finishStep,
  loadOutputs,
  writeLog,
  writeProgress,
} from './ledger.ts'
import type { AttemptId, StepResult } from './ledger.ts'
import type { Executor } from './executor.ts'
import { adoptValues } from './object-references.ts'
import { HostFailureError } from './host-pool.ts'
import { claimKey, dropClaim, forgetResult, renewClaim, reuseKey } from './reuse.ts'
import { RetryStep, judgeFailure } from './step-failure.ts'

export interface StepParts {
  pool: pg.Pool
  store: Store
  executor: Executor
  /** Block types with the hash of their source. */
  findBlock(
    id: string,
    version: number,
  ): { type: BlockType; source: string; versions: Record<string, string> }
}

export interface RunFacts {
  runId: string
  projectId: string
  fresh: boolean
  seed: string
}

type Inputs = Record<string, StoredValue>

/** Settles a step and returns its status. Throws RetryStep when a later attempt may succeed. */
export async function runStep(
  parts: StepParts,
  run: RunFacts,
  node: PlanNode,
  signal: AbortSignal,
): Promise<StepStatus> {
  const begun = await beginAttempt(parts.pool, { runId: run.runId, node: node.id })
  if (begun.kind === 'settled') return begun.status
  const id: AttemptId = { runId: run.runId, node: node.id, attempt: begun.attempt }
  try {
    const result = await resultOf(parts, run, node, id, signal)
    await finishStep(parts.pool, id, result)
    return result.reusedFrom ? 'reused' : 'done'
  } catch (error) {
    return await settleFailure(parts, node, id, begun.hostDeaths, signal, error)
  }
}

async function settleFailure(
  { pool }: StepParts,
  node: PlanNode,
  id: AttemptId,
  hostDeaths: number,
  signal: AbortSignal,
  error: unknown,
): Promise<StepStatus> {
  if (signal.aborted) {
    // The worker shuts down or the run is cancelled; only the latter settles the step.
    if (signal.reason !== 'cancelled') throw new Error('the worker stops', { cause: error })
    await cancelAttempt(pool, id)
    return 'cancelled'
  }
  if (!(error instanceof HostFailureError)) throw error
  const { final, stepError } = judgeFailure(error.failure, node, hostDeaths)
  await failAttempt(pool, id, stepError, final)
  if (!final) throw new RetryStep(stepError)
  return 'failed'
}

async function resultOf(
  parts: StepParts,
  run: RunFacts,
  node: PlanNode,
  id: AttemptId,
  signal: AbortSignal,
): Promise<StepResult> {
  const inputs = await gatherInputs(parts.pool, run.runId, node)
  const key = keyOf(parts, run, node, inputs)
  if (!key || run.fresh) return { ...(await compute(parts, run, node, id, inputs, signal)), reuseKey: key }
  const earlier = await claimOrTake(parts, run, key, id, signal)
  if (earlier) return { ...earlier, reuseKey: key }
  const renewal = setInterval(() => void renewQuietly(parts.pool, run.projectId, key, id), 3_000)
  try {
    return { ...(await compute(parts, run, node, id, inputs, signal)), reuseKey: key }
  } catch (error) {
    await dropClaim(parts.pool, run.projectId, key, id)
    throw error
  } finally {
    clearInterval(renewal)
  }
}

// Missing one renewal is harmless, and the block must not fail because of it.
function renewQuietly(pool: pg.Pool, projectId: string, key: string, id: AttemptId): Promise<void> {
  return renewClaim(pool, projectId, key, id).catch(() => undefined)
}

async function gatherInputs(pool: pg.Pool, runId: string, node: PlanNode): Promise<Inputs> {
  const upstream = await loadOutputs(pool, runId, [...new Set(node.inputs.map((input) => input.from.node))])
  const inputs: Inputs = Object.create(null) as Inputs
  for (const { port, from } of node.inputs) {
    const value = upstream.get(from.node)?.[from.port]
    if (!value)
      throw new Error(`step ${node.id} of run ${runId} needs ${from.node}.${from.port}, which is not there`)
    inputs[port] = value
  }
  return inputs
}

/** The key under which an equal step's result may be taken; undefined where that is never allowed. */
function keyOf(parts: StepParts, run: RunFacts, node: PlanNode, inputs: Inputs): string | undefined {
  const { type, source, versions } = parts.findBlock(node.block, node.version)
  if (type.spec.effect !== 'none' || type.spec.volatile) return undefined
  return reuseKey({
    projectId: run.projectId,
    block: blockKey(node.block, node.version),
    source,
    versions,
    config: withoutFileName(type, node.config),
    seed: run.seed,
    inputs: Object.fromEntries(Object.entries(inputs).map(([port, value]) => [port, value.hash])),
  })
}

/** A file counts by its bytes, not by what it is called. */
function withoutFileName({ spec }: BlockType, config: unknown): unknown {
  const fields = config as Record<string, unknown>
  const file = spec.fileField ? (fields[spec.fileField] as { hash: string } | undefined) : undefined
  return file && spec.fileField ? { ...fields, [spec.fileField]: file.hash } : config
}

/** An earlier result of the key, or undefined when this step has claimed it; waits while another step is at it. */
async function claimOrTake(
  { pool, store }: StepParts,
  run: RunFacts,
  key: string,
  id: AttemptId,
  signal: AbortSignal,
): Promise<StepResult | undefined> {
  for (;;) {
    signal.throwIfAborted()
    const claim = await claimKey(pool, run.projectId, key, id)
    if (claim.kind === 'claimed') return undefined
    if (claim.kind === 'published') {
      const { outputs, rows, bytes, runId } = claim.result
      if (await adoptValues({ pool, store }, { ...id, projectId: run.projectId }, Object.values(outputs))) {
        return { outputs, rows, bytes, reusedFrom: runId }
      }
      await forgetResult(pool, run.projectId, key, runId)
    } else await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function compute(
  { pool, executor, findBlock }: StepParts,
  run: RunFacts,
  node: PlanNode,
  id: AttemptId,
  inputs: Inputs,
  signal: AbortSignal,
): Promise<StepResult> {
  // Log lines keep their order, and are written before the step is settled.
  let written: Promise<unknown> = Promise.resolve()
  const outputs = await executor.run({
    block: findBlock(node.block, node.version).type,
    node,
    run,
    inputs,
    signal,
    onLog: (entry) => (written = written.then(() => writeLog(pool, id, entry))),
    onProgress: (done, total) => (written = written.then(() => writeProgress(pool, id, done, total))),
  })
  await written
  const values = Object.values(outputs)
  return {
    outputs,
    rows: sum(values, (value) => value.rows ?? 0),
    bytes: sum(values, (value) => value.bytes),
  }
}

function sum(values: StoredValue[], of: (value: StoredValue) => number): number {
  return values.reduce((total, value) => total + of(value), 0)
}
