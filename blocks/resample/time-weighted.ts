/** Means in which a value counts for as long as it holds. */
import type { ColumnData } from '#pipeline/table.ts'
import { isMissing } from '#pipeline/table.ts'
import type { BucketRows, BucketValue } from './aggregates.ts'

/**
 * An instant, and a value stamped with the start of its interval, hold until the next row; a value stamped with the end
 * holds back to the row before; both at most holdUs and only inside the bucket. A missing value holds too, as missing.
 */
export function timeWeightedMean(data: ColumnData, values: Float64Array, buckets: BucketRows): BucketValue {
  const { rows, side } = buckets
  const span = side === 'left' ? spanAhead(buckets) : spanBack(buckets)
  return (i) => {
    let [sum, weight] = [0, 0]
    // On the left the last row of an earlier bucket may still hold.
    const first = side === 'left' ? Math.max(0, rows[i + 1] - 1) : rows[i + 1]
    for (let row = first; row < rows[i + 2]; row++) {
      const us = span(row, i)
      if (us <= 0 || isMissing(data, row)) continue
      sum += values[row] * us
      weight += us
    }
    return weight === 0 ? undefined : sum / weight
  }
}

/** How long (µs) a row holds inside bucket i. */
type Span = (row: number, i: number) => number

function spanAhead({ times, bounds, holdUs }: BucketRows): Span {
  return (row, i) => {
    const next = row + 1 < times.length ? times[row + 1] : Infinity
    return Math.min(next, times[row] + holdUs, bounds[i + 2]) - Math.max(times[row], bounds[i + 1])
  }
}

function spanBack({ times, bounds, holdUs }: BucketRows): Span {
  return (row, i) => {
    const before = row > 0 ? times[row - 1] : -Infinity
    return times[row] - Math.max(before, times[row] - holdUs, bounds[i + 1])
  }
}
