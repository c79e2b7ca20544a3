/** One step of a run: settle it from the ledger, from an earlier result, or by running its block. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { referenceOutputs } from '#datasets/references.ts'
import type { Store, StoredValue } from '#datasets/store.ts'
import type { BlockType } from '#pipeline/block-spec.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import type { PlanNode } from '#pipeline/plan.ts'
import type { StepStatus } from '#pipeline/run-words.ts'
import type { Executor } from './executor.ts'
import { describeFailure } from './host-failure.ts'
import type { HostFailure } from './host-messages.ts'
import { HostFailureError } from './host-pool.ts'
import type { KnownBlock } from './known-blocks.ts'
import {
  FencedError,
  beginAttempt,
  cancelAttempt,
  failAttempt,
  finishStep,
  loadOutputs,
  writeLog,
  writeProgress,
} from './ledger.ts'
import type { AndThen, AttemptId, Begun, StepResult } from './ledger.ts'
import { withChain } from './model-chain.ts'
import { claimKey, dropClaim, forgetResult, renewClaim, reuseKey } from './reuse.ts'
import { RetryStep, judgeFailure } from './step-failure.ts'

export interface StepParts {
  pool: pg.Pool
  store: Store
  executor: Executor
  findBlock(id: string, version: number): KnownBlock
}

export interface RunFacts {
  runId: string
  projectId: string
  /** Take nothing from earlier runs. */
  fresh: boolean
  seed: string
  /** All nodes of the plan, in topological order. */
  order: PlanNode[]
}

type Outputs = StepResult['outputs']

/** A step whose turn has come within its segment. */
export interface StepTurn {
  node: PlanNode
  /** What steps of this segment have made before, by node. */
  made: ReadonlyMap<string, Outputs>
  /** Its attempt, if that was opened with the end of the step before. */
  begun?: Begun
  /** What is to be written with its good end. */
  andThen: AndThen
  signal: AbortSignal
}

export interface StepEnd {
  status: StepStatus
  outputs?: Outputs
  /** What `andThen.begin` has begun. */
  begun?: Begun
}

/** One attempt of a step, with what it reads. */
interface Attempt extends StepTurn {
  run: RunFacts
  known: KnownBlock
  id: AttemptId & { projectId: string }
  inputs: Outputs
}

const renewEveryMs = 3_000
const waitForOtherMs = 100

/** Settles a step. Throws RetryStep when a later attempt may succeed. */
export async function runStep(parts: StepParts, run: RunFacts, turn: StepTurn): Promise<StepEnd> {
  const { node, signal } = turn
  const begun = turn.begun ?? (await beginAttempt(parts.pool, { runId: run.runId, node: node.id }))
  if (begun.kind === 'settled') return { status: begun.status }
  const id = { runId: run.runId, node: node.id, attempt: begun.attempt, projectId: run.projectId }
  try {
    const inputs = await gatherInputs(parts.pool, run.runId, turn)
    const known = parts.findBlock(node.block, node.version)
    return await settle(parts, { ...turn, run, known, id, inputs })
  } catch (error) {
    if (signal.aborted) return settleAbort(parts.pool, id, signal)
    const { final, stepError } = judgeFailure(failureBehind(error), node, begun)
    await failAttempt(parts.pool, id, stepError, final)
    if (!final) throw new RetryStep(stepError)
    return { status: 'failed' }
  }
}

/** What a failed attempt is written down as. Rethrows what only a later attempt can judge: the ledger is away, or fenced. */
function failureBehind(error: unknown): HostFailure {
  if (error instanceof HostFailureError) return error.failure
  if (error instanceof FencedError) throw error
  const failure = describeFailure(error)
  if (failure.kind === 'system') throw error
  return { ...failure, kind: 'internal' }
}

/** A cancelled run settles the step; a worker that stops leaves it for the next one. */
async function settleAbort(pool: pg.Pool, id: AttemptId, signal: AbortSignal): Promise<StepEnd> {
  if (signal.reason !== 'cancelled') throw new Error('the worker stops')
  await cancelAttempt(pool, id)
  return { status: 'cancelled' }
}

async function gatherInputs(pool: pg.Pool, runId: string, { node, made }: StepTurn): Promise<Outputs> {
  const needed = new Set(node.inputs.map((input) => input.from.node))
  const loaded = await loadOutputs(pool, runId, [...needed].filter((id) => !made.has(id))) // prettier-ignore
  const upstream = new Map([...made, ...loaded])
  const inputs = Object.create(null) as Outputs
  for (const { port, from } of node.inputs) {
    const value = upstream.get(from.node)?.[from.port]
    if (!value) throw new Error(`step ${node.id} of run ${runId} lacks its input ${from.node}.${from.port}`)
    inputs[port] = value
  }
  return inputs
}

/** Obtains the step's result and settles it; once more where the run it was taken from has been deleted meanwhile. */
async function settle(parts: StepParts, attempt: Attempt): Promise<StepEnd> {
  for (;;) {
    const result = await obtain(parts, attempt)
    const finished = await finishStep(parts.pool, attempt.id, result, attempt.andThen)
    if (finished)
      return { status: result.reusedFrom ? 'reused' : 'done', outputs: result.outputs, ...finished }
  }
}

/** The step's result: an earlier one under the same key, or a new one. */
async function obtain(parts: StepParts, attempt: Attempt): Promise<StepResult> {
  const reuseKey = keyOf(attempt)
  if (!reuseKey) return compute(parts, attempt)
  if (attempt.run.fresh) return { ...(await compute(parts, attempt)), reuseKey }
  const earlier = await claimOrTake(parts, attempt, reuseKey)
  return { ...(earlier ?? (await computeClaimed(parts, attempt, reuseKey))), reuseKey }
}

/** The key under which an equal step's result may be taken; undefined where that is never allowed. */
function keyOf({ run, node, known, inputs }: Attempt): string | undefined {
  const { effect, volatile } = known.type.spec
  if (effect !== 'none' || volatile) return undefined
  return reuseKey({
    projectId: run.projectId,
    block: blockKey(node.block, node.version),
    source: known.source,
    versions: known.versions,
    config: withoutFileName(known.type, node.config),
    seed: run.seed,
    inputs: Object.fromEntries(Object.entries(inputs).map(([port, value]) => [port, value.hash])),
  })
}

/** A file counts by its bytes, not by what it is called. */
function withoutFileName({ spec: { fileField } }: BlockType, config: unknown): unknown {
  if (!fileField) return config
  const fields = config as Record<string, { hash: string }>
  return { ...fields, [fileField]: fields[fileField].hash }
}

/** An earlier result of the key, or undefined when this step has claimed it; waits while another step is at it. */
async function claimOrTake(
  { pool, store }: StepParts,
  { id, signal }: Attempt,
  key: string,
): Promise<StepResult | undefined> {
  for (;;) {
    signal.throwIfAborted()
    const claim = await claimKey(pool, id.projectId, key, id)
    if (claim.kind === 'claimed') return undefined
    if (claim.kind === 'wait') await sleep(waitForOtherMs)
    else {
      const { outputs, rows, bytes, runId } = claim.result
      const isHere = await referenceOutputs({ pool, store, ...id }, Object.values(outputs))
      if (isHere) return { outputs, rows, bytes, reusedFrom: runId }
      await forgetResult(pool, id.projectId, key, runId)
    }
  }
}

async function computeClaimed(parts: StepParts, attempt: Attempt, key: string): Promise<StepResult> {
  const { pool } = parts
  const { id } = attempt
  // Missing one renewal is harmless, and the block must not fail because of it.
  const renew = () => void renewClaim(pool, id.projectId, key, id).catch(() => undefined)
  const renewal = setInterval(renew, renewEveryMs)
  try {
    return await compute(parts, attempt)
  } catch (error) {
    await dropClaim(pool, id.projectId, key, id)
    throw error
  } finally {
    clearInterval(renewal)
  }
}

async function compute({ pool, store, executor }: StepParts, attempt: Attempt): Promise<StepResult> {
  const { run, node, known, id, inputs, signal } = attempt
  // Lines keep their order, and are written before the step is settled; one that cannot be written fails the attempt.
  let written: Promise<unknown> = Promise.resolve()
  const write = (line: () => Promise<void>) => {
    written = written.then(line)
    written.catch(() => undefined) // told below
  }
  const computed = await executor.run({
    block: known.type,
    node,
    run,
    inputs,
    signal,
    onLog: (entry) => write(() => writeLog(pool, id, entry)),
    onProgress: (done, total) => write(() => writeProgress(pool, id, done, total)),
  })
  await written
  const outputs = await withChain({ pool, store, plan: { nodes: run.order } }, id, computed)
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
