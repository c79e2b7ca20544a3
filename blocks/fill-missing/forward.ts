import { newQuality, noRow, qualityOrNone, takeColumn } from '#blocks/kernels/rows.ts'
import type { ColumnData } from '#pipeline/table.ts'
import type { Surroundings } from './gaps.ts'
import { filledQuality, hasGap } from './gaps.ts'

/** Every gap gets the last value before it in row order that is at most maxGap older; other gaps stay as they are. */
export function fillForward(data: ColumnData, around: Surroundings): ColumnData {
  const { times, maxGapUs, isGap } = around
  if (!hasGap(times.length, isGap)) return data
  const rows = new Int32Array(times.length)
  let last = noRow
  for (let row = 0; row < rows.length; row++) {
    if (!isGap(row)) last = row
    rows[row] = last !== noRow && times[row] - times[last] <= maxGapUs ? last : row
  }
  return { ...takeColumn(data, rows), quality: around.hasQuality ? forwardQuality(data, rows) : undefined }
}

function forwardQuality(data: ColumnData, rows: Int32Array): Uint8Array | undefined {
  const quality = newQuality(data, rows.length)
  for (let row = 0; row < rows.length; row++) {
    if (rows[row] !== row) quality[row] = filledQuality(data.quality?.[rows[row]])
  }
  return qualityOrNone(quality)
}
