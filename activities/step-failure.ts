/** Decides whether a failed attempt is the end of its step. */
import { ApplicationFailure } from '@temporalio/common'
import type { PlanNode } from '#pipeline/plan.ts'
import type { HostFailure } from './host-messages.ts'
import type { StepError } from './ledger.ts'

/** Tells Temporal to try again later; carries a code only, because histories hold no data. */
export class RetryStep extends Error {
  constructor(error: StepError) {
    super(error.code)
    this.name = 'RetryStep'
  }
}

/** A block that has killed its host this often is not given another one. */
const hostDeathsAllowed = 2
/** Mistakes of EcoKI itself are tried again a little, in case they pass, and then shown. */
const internalFailuresAllowed = 3

export function judgeFailure(
  failure: HostFailure,
  node: PlanNode,
  { attempt, hostDeaths }: { attempt: number; hostDeaths: number },
): { final: boolean; stepError: StepError } {
  const { code, params, message } = failure
  if (code === 'host-died') {
    const deaths = hostDeaths + 1
    const final = deaths >= hostDeathsAllowed
    return { final, stepError: { code, params: { ...params, block: node.block, deaths }, message } }
  }
  if (failure.kind === 'internal') {
    return { final: attempt >= internalFailuresAllowed, stepError: { code: 'internal', params, message } }
  }
  const retries = failure.kind === 'system' && (node.retry === 'resource' || code !== 'object-missing')
  return { final: !retries, stepError: { code, params, message } }
}

export function toTemporalFailure(error: unknown): unknown {
  if (error instanceof RetryStep) return ApplicationFailure.retryable(error.message, 'RetryStep')
  return error
}
