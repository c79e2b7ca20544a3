/** Rows in time: order, windows, and where an instant is. */
import type { BlockContext } from '#blocks/block.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Table } from '#pipeline/table.ts'
import { timesOf } from '#pipeline/table.ts'
import { sliceRows, takeRows } from './rows.ts'

/** Refuses ('rows-not-in-time-order') unless the times ascend; equal times in a row are in order. */
export function requireTimeOrder(times: Float64Array): void {
  if (times.length > 0 && Number.isNaN(times[0])) refuseOrder(times)
  for (let row = 1; row < times.length; row++) if (!(times[row] >= times[row - 1])) refuseOrder(times)
}

function refuseOrder(times: Float64Array): never {
  const rows: number[] = []
  for (let row = 0; row < times.length; row++) {
    if (Number.isNaN(times[row]) || times[row] < times[row - 1]) rows.push(row)
  }
  const params = { count: rows.length, rows: rows.slice(0, 10) }
  throw new DomainError(
    'rows-not-in-time-order',
    params,
    `${rows.length} rows are earlier than the row before them`,
  )
}

/** First row with a time of at least `us`, in ascending times. */
export function firstAtOrAfter(times: Float64Array, us: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle] < us) low = middle + 1
    else high = middle
  }
  return low
}

export interface RowRange {
  from: number
  to: number
}

/** The rows of the window, in ascending times. */
export function rowsOfWindow(times: Float64Array, window: BlockContext['window']): RowRange {
  return { from: firstAtOrAfter(times, window.fromUs), to: firstAtOrAfter(times, window.toUs) }
}

/** The rows of the window of a table in any order, and of a table without time all rows. */
export function cutToWindow(table: Table, { fromUs, toUs }: BlockContext['window']): Table {
  if (!table.schema.time || (fromUs === -Infinity && toUs === Infinity)) return table
  const times = timesOf(table)
  const rows: number[] = []
  for (let row = 0; row < times.length; row++) if (times[row] >= fromUs && times[row] < toUs) rows.push(row)
  if (rows.length === 0 || rows[rows.length - 1] - rows[0] === rows.length - 1) {
    return sliceRows(table, rows[0] ?? 0, (rows[rows.length - 1] ?? -1) + 1)
  }
  return takeRows(table, Int32Array.from(rows))
}
