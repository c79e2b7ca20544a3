/** How the state of a step looks and reads. */
import type { StepStatus } from '#pipeline/run-words.ts'
import type { CardTone } from './BlockCard.tsx'

/** What of a step is shown on a node. */
export interface StepShown {
  node: string
  status: StepStatus
  attempts: number
  rows: number | null
  /** Of each table that came out, by port. */
  portRows: Record<string, number>
  durationMs: number | null
  error: { text: string } | null
  progress: { done: number; total?: number } | null
}

const tones: Record<StepStatus, CardTone> = {
  waiting: 'quiet',
  running: 'active',
  retrying: 'warning',
  done: 'plain',
  reused: 'plain',
  failed: 'error',
  skipped: 'quiet',
  cancelled: 'quiet',
}

export function toneOf(status: StepStatus): CardTone {
  return tones[status]
}
