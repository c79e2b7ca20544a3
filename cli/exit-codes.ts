/** What a command tells the shell. */
export const exitCodes = {
  done: 0,
  /** The run failed, or something unexpected happened. */
  failed: 1,
  /** Nothing was started: all problems are listed. */
  userMistake: 2,
  /** No EcoKI is running, or its servers do not answer. */
  notReachable: 3,
  cancelled: 4,
  /** Ctrl+C: the run goes on. */
  interrupted: 130,
} as const
