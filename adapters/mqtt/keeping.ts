/** Brings what messages said to the host, in the order that makes a crash harmless. */
import type { AdapterContext } from '#adapters/adapter.ts'
import { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import type { Decoder } from './decoder.ts'
import type { Message, Outcome } from './message.ts'

export interface Prepared {
  outcome: Outcome
  /** Undefined once it is kept. */
  batch: SampleBatch | undefined
}

export function prepare(messages: Message[], decoder: Decoder): Prepared {
  const outcome: Outcome = {
    samples: new SampleBatchBuilder(Math.max(messages.length, 16)),
    gaps: [],
    problems: [],
    births: new Map(),
    rebirths: new Set(),
  }
  for (const message of messages) decoder.decode(message, outcome)
  return { outcome, batch: outcome.samples.take(messages[0].receivedUs) }
}

export const birthName = (nodeId: string): string => `birth ${nodeId}`

/** What was kept is taken out: where it rejects it can be called again and goes on. */
export async function keep(prepared: Prepared, context: AdapterContext): Promise<void> {
  const { outcome } = prepared
  for (; outcome.gaps.length > 0; outcome.gaps.shift()) await context.reportGap(outcome.gaps[0])
  if (prepared.batch && prepared.batch.length > 0) await context.deliver(prepared.batch)
  prepared.batch = undefined
  for (const [id, birth] of outcome.births) {
    await context.memory.set(birthName(id), birth)
    outcome.births.delete(id)
  }
  if (outcome.problems.length > 0) context.reportTags(outcome.problems)
  outcome.problems = []
}
