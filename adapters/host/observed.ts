/** The state of a connection in words: from its samples, never from its socket. */
export const connectionStates = ['connecting', 'running', 'stale', 'down', 'paused', 'refused'] as const
export type ConnectionStateWord = (typeof connectionStates)[number]

export interface Reason {
  code: string
  params?: Record<string, unknown>
}

export interface Observed {
  state: ConnectionStateWord
  sinceMs: number
  reason?: Reason
  /** Source time of the newest good sample. */
  lastGoodUs?: number
  /** Up to here the host knows of nothing that is missing. */
  coveredUs?: number
  samplesPerS: number
  /** From source time to acceptance, of the last batch. */
  lagMs?: number
  /** Samples that were handed over and are not accepted yet. */
  buffered: number
  badTags: number
}

/** The same state for the same reason is not new. */
export function isSameState(a: Observed, state: ConnectionStateWord, reason?: Reason): boolean {
  return a.state === state && JSON.stringify(a.reason) === JSON.stringify(reason)
}
