/** The states of runs, steps and attempts and the only transitions there are. The database holds the same table. */

export const runTransitions = {
  queued: ['running', 'stalled', 'cancelled', 'failed'],
  stalled: ['queued', 'running', 'cancelled', 'failed'],
  running: ['stalled', 'done', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>

export const stepTransitions = {
  waiting: ['running', 'reused', 'skipped', 'cancelled'],
  running: ['retrying', 'done', 'reused', 'failed', 'cancelled'],
  retrying: ['running', 'reused', 'failed', 'cancelled'],
  done: [],
  reused: [],
  failed: [],
  skipped: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>

export const attemptTransitions = {
  running: ['done', 'failed', 'lost', 'cancelled'],
  done: [],
  failed: [],
  /** The worker or child that ran it is gone. */
  lost: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>

export type RunStatus = keyof typeof runTransitions
export const runStatuses = Object.keys(runTransitions) as RunStatus[]
export type StepStatus = keyof typeof stepTransitions
export type AttemptStatus = keyof typeof attemptTransitions

export const allTransitions = { run: runTransitions, step: stepTransitions, attempt: attemptTransitions }

/** Statuses that nothing leaves. */
export function isFinal(kind: keyof typeof allTransitions, status: string): boolean {
  const targets = (allTransitions[kind] as Record<string, readonly string[]>)[status]
  return targets !== undefined && targets.length === 0
}
