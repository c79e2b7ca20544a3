/** Where samples go from a connection: kept for good, or not accepted. One per host process. */
import type { Gap } from './adapter.ts'
import type { SampleBatch } from './sample-batch.ts'

/** The historian's view: keys are ids of tags. */
export interface Intake {
  /**
   * Resolves once every row is safe: committed in the historian, or synced to the spool while the historian is away.
   * Rejects with `IntakeFull` where neither can take it; then nothing of it is kept.
   */
  accept(batch: SampleBatch, connectionId: string): Promise<void>
  /** The same for the rows of `gap` and of `quarantine`. */
  acceptGap(gap: Gap, connectionId: string): Promise<void>
  acceptQuarantine(batch: SampleBatch, connectionId: string, cause: string): Promise<void>
  state(): IntakeState
  /** Waits for what was accepted and closes the files; what the historian could not take stays in the spool. */
  close(): Promise<void>
}

export interface IntakeState {
  historian: 'there' | 'away'
  /** What the database said last, while it is away. */
  historianError?: string
  /** Of the spool, waiting for the historian. */
  spool: {
    samples: number
    bytes: number
    maxBytes: number
    /** From 80 % on. */
    isFilling: boolean
    /** Nothing more is accepted while the historian is away. */
    isFull: boolean
    error?: string
  }
  /** Samples a second over the last 10 s. */
  committedPerS: number
  /** Median time from arrival to commit over the last 10 s. */
  lagMs: number
}

/** Neither historian nor spool can keep more now. The source is not told that its samples are safe. */
export class IntakeFull extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'IntakeFull'
  }
}
