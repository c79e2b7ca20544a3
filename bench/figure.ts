/** What a benchmark finds out, and the small statistics behind it. */

/** One measured figure beside its peer, or alone where there is none. */
export interface Figure {
  what: string
  unit: 'ms' | 's' | 'MB' | 'values'
  /** Median of ours. */
  ours: number
  /** Median of the peer. */
  peer?: number
  /** Median of ours / peer, pair by pair. */
  ratio?: number
  goal?: Goal
}

/** What is wanted; `reason` says in words why it is missed. */
export interface Goal {
  text: string
  isMet: boolean
  reason?: string
}

export interface Benchmark {
  /** The name for `--only`. */
  name: string
  title: string
  /** What is measured and how, as Markdown. */
  about: string
  run(say: (text: string) => void): Promise<Outcome>
}

export interface Outcome {
  figures: Figure[]
  /** What the reader should know beyond the figures, as Markdown. */
  remarks: string[]
}

/** The middle of the values; of an even number the mean of the two in the middle. Throws without any. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** What a comparison is to be called, and what is wanted of its ratio. */
export interface Comparison {
  what: string
  unit?: Figure['unit']
  /** The ratio has to stay at or below this. */
  limit?: { ratio: number; text: string; reason: string }
}

/** The figure of pairs that were measured beside each other. */
export function compare(comparison: Comparison, ours: readonly number[], peer: readonly number[]): Figure {
  const ratio = median(ours.map((value, index) => value / peer[index]))
  const { what, unit = 'ms', limit } = comparison
  const figure: Figure = { what, unit, ours: median(ours), peer: median(peer), ratio }
  if (limit) figure.goal = goalOf(limit.text, ratio <= limit.ratio, limit.reason)
  return figure
}

export function goalOf(text: string, isMet: boolean, reason: string): Goal {
  return isMet ? { text, isMet } : { text, isMet, reason }
}

/** Milliseconds that `work` takes by the clock. */
export async function wallMs(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
