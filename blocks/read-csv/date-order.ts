/** Dates of which day and month could be exchanged: 03/04/2024. The steps between all times of the file decide, or nobody can. */
import { useColumn } from '#pipeline/lazy-table.ts'
import type { ParsedColumn } from './spilled-column.ts'

const dayUs = 86_400e6
const mostSteps = 10_000

/** The same format with day and month exchanged; undefined when it does not hold both as numbers. */
export function exchanged(format: string): string | undefined {
  if (!format.includes('%d') || !format.includes('%m')) return undefined
  return format.replace(/%[dm]/g, (field) => (field === '%d' ? '%m' : '%d'))
}

export interface Comparison {
  /** Which reading has the more even times; 'same': both read the same instants. */
  better: 'first' | 'second' | 'neither' | 'same'
  /** The other reading steps back more often, or is so much more uneven that nobody would write a file like that. */
  isClear: boolean
}

export async function compareTimes(first: ParsedColumn, second: ParsedColumn): Promise<Comparison> {
  return useColumn(first, (a) =>
    useColumn(second, (b) => {
      const [one, other] = [a.values as Float64Array, b.values as Float64Array]
      if (one.every((time, row) => Object.is(time, other[row]))) return { better: 'same', isClear: true }
      const [mine, theirs] = [roughness(one), roughness(other)]
      const difference = mine.back - theirs.back || mine.uneven - theirs.uneven
      const [less, more] = [mine.uneven, theirs.uneven].sort((a, b) => a - b)
      const better = difference === 0 ? 'neither' : difference < 0 ? 'first' : 'second'
      return { better, isClear: mine.back !== theirs.back || more >= 2 * less + 2 }
    }),
  )
}

/** Steps back, and steps that differ from the most frequent one. Months are as even as days: 28 to 31 days are one step. */
function roughness(times: Float64Array): { back: number; uneven: number } {
  const counts = new Map<number, number>()
  let [back, steps, before] = [0, 0, NaN]
  for (const time of times) {
    const step = time - before
    if (!Number.isNaN(time)) before = time
    if (Number.isNaN(step)) continue
    steps++
    if (step < 0) back++
    const key = isMonth(step) ? 30 * dayUs : step
    if (counts.has(key) || counts.size < mostSteps) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return { back, uneven: steps - Math.max(0, ...counts.values()) }
}

function isMonth(step: number): boolean {
  return step % dayUs === 0 && step >= 28 * dayUs && step <= 31 * dayUs
}
