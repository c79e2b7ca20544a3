/**
 * Fewer points that draw the same line: of every pixel's rows the smallest and the largest value, at their own
 * times (M4 without first and last: Jugel et al., VLDB 2014). Gaps stay gaps.
 */
import type { ChartSeries } from './chart.ts'
import { maxPoints } from './chart.ts'

export interface LineRows {
  /** Epoch µs, ascending. */
  times: Float64Array
  values: Float64Array
  /** Nothing to draw: missing, NaN or infinite. */
  isEmpty: (row: number) => boolean
  /** Regular grid: a longer step than this is a gap. */
  stepUs?: number
}

export type ReducedLine = Pick<ChartSeries, 'x' | 'y'> & { reduced: boolean }

export function reduceLine(rows: LineRows): ReducedLine {
  const { drawn, stretch } = stretches(rows)
  const kept = drawn.length <= maxPoints ? drawn : extremesByPixel(rows, drawn)
  const x: number[] = []
  const y: (number | null)[] = []
  for (const [index, row] of kept.entries()) {
    const before = kept[index - 1]
    if (index > 0 && stretch[row] !== stretch[before]) {
      x.push((rows.times[before] + rows.times[row]) / 2)
      y.push(null)
    }
    x.push(rows.times[row])
    y.push(rows.values[row])
  }
  return { x, y, reduced: kept.length < drawn.length }
}

/** Rows with something to draw, and the number of the unbroken stretch each belongs to. */
function stretches({ times, isEmpty, stepUs }: LineRows): { drawn: number[]; stretch: Int32Array } {
  const drawn: number[] = []
  const stretch = new Int32Array(times.length)
  let current = 0
  for (let row = 0; row < times.length; row++) {
    const isJump = stepUs !== undefined && row > 0 && times[row] - times[row - 1] > stepUs
    if (isJump || isEmpty(row)) current++
    stretch[row] = current
    if (!isEmpty(row)) drawn.push(row)
  }
  return { drawn, stretch }
}

function extremesByPixel({ times, values }: LineRows, drawn: number[]): number[] {
  const start = times[0]
  const width = (times[times.length - 1] - start) / (maxPoints / 2) || 1
  const pixelOf = (row: number): number =>
    Math.min(maxPoints / 2 - 1, Math.floor((times[row] - start) / width))
  const kept: number[] = []
  let [low, high, pixel] = [drawn[0], drawn[0], pixelOf(drawn[0])]
  const close = (): void => {
    kept.push(Math.min(low, high))
    if (low !== high) kept.push(Math.max(low, high))
  }
  for (const row of drawn) {
    if (pixelOf(row) !== pixel) {
      close()
      ;[low, high, pixel] = [row, row, pixelOf(row)]
    }
    if (values[row] < values[low]) low = row
    if (values[row] > values[high]) high = row
  }
  close()
  return kept
}
