/** Where the value of an earlier instant stands. */
import { noRow } from '#blocks/kernels/rows.ts'
import type { RowRange } from '#blocks/kernels/time-order.ts'

/** Is there exactly one row for every step between the first and the last? */
export function hasEveryStep(times: Float64Array, stepUs: number): boolean {
  const start = times[0]
  for (let row = 1; row < times.length; row++) if (times[row] !== start + row * stepUs) return false
  return true
}

/**
 * For each row of the window the last row whose time is exactly `byUs` earlier, or noRow.
 * Times ascend; one pass, since the instants looked for ascend too.
 */
export function rowsAtEarlier(times: Float64Array, byUs: number, window: RowRange): Int32Array {
  const rows = new Int32Array(window.to - window.from)
  let at = -1
  for (let row = window.from; row < window.to; row++) {
    const wanted = times[row] - byUs
    while (at + 1 < times.length && times[at + 1] <= wanted) at++
    rows[row - window.from] = at >= 0 && times[at] === wanted ? at : noRow
  }
  return rows
}
