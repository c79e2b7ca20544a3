/** Where the bars of a run's timeline stand. */

export interface TimedStep {
  node: string
  startedAt: string | null
  finishedAt: string | null
}

export interface Bar {
  node: string
  /** Shares of the whole width, 0 to 1; null: it has not begun. */
  from: number | null
  width: number
}

export interface TimelineScale {
  fromMs: number
  toMs: number
  /** Marks at round distances from the beginning. */
  marksMs: number[]
}

/** From the run's creation to its end, or to now while it goes on. */
export function scaleOf(createdAt: string, finishedAt: string | null, nowMs: number): TimelineScale {
  const fromMs = Date.parse(createdAt)
  const toMs = Math.max(finishedAt ? Date.parse(finishedAt) : nowMs, fromMs + 1)
  const step = roundStep((toMs - fromMs) / 5)
  const marksMs: number[] = []
  for (let at = 0; at <= toMs - fromMs; at += step) marksMs.push(at)
  return { fromMs, toMs, marksMs }
}

const roundSteps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
] // prettier-ignore

function roundStep(ms: number): number {
  return roundSteps.find((step) => step >= ms) ?? Math.ceil(ms / 86_400_000) * 86_400_000
}

/** A step that is not over reaches to the end of the scale. */
export function barsOf(steps: TimedStep[], { fromMs, toMs }: TimelineScale): Bar[] {
  const share = (ms: number) => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)))
  return steps.map(({ node, startedAt, finishedAt }) => {
    if (startedAt === null) return { node, from: null, width: 0 }
    const from = share(Date.parse(startedAt))
    const to = finishedAt === null ? 1 : share(Date.parse(finishedAt))
    return { node, from, width: Math.max(0, to - from) }
  })
}
