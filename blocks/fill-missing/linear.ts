import { newQuality, qualityOrNone } from '#blocks/kernels/rows.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { bitmapOrNone, newBitmap, newFloats } from '#pipeline/table.ts'
import type { Surroundings } from './gaps.ts'
import { filledQuality, hasGap } from './gaps.ts'

/** Gaps between two values at most maxGap apart get the straight line between them. Numbers only. */
export function fillLinear(data: ColumnData, around: Surroundings): ColumnData {
  const rows = around.times.length
  if (!hasGap(rows, around.isGap)) return data
  const values = newFloats(rows)
  values.set(data.values as Float64Array)
  const missing = newBitmap(rows)
  if (data.missing) missing.set(data.missing)
  const quality = newQuality(data, rows)
  let before = -1
  for (let row = 0; row < rows; row++) {
    if (around.isGap(row)) continue
    if (before >= 0 && row - before > 1) bridge({ values, missing, quality }, { before, after: row }, around)
    before = row
  }
  const companion = around.hasQuality ? qualityOrNone(quality) : undefined
  return { type: 'number', values, missing: bitmapOrNone(missing), quality: companion }
}

interface Filled {
  values: Float64Array
  missing: Uint8Array
  quality: Uint8Array
}

/** Two values at one instant have no line between them: the first counts. */
function bridge(
  { values, missing, quality }: Filled,
  { before, after }: { before: number; after: number },
  { times, maxGapUs }: Surroundings,
): void {
  const lengthUs = times[after] - times[before]
  if (lengthUs > maxGapUs) return
  const rise = values[after] - values[before]
  const grade = filledQuality(quality[before], quality[after])
  for (let row = before + 1; row < after; row++) {
    const share = (times[row] - times[before]) / lengthUs
    values[row] = lengthUs === 0 ? values[before] : values[before] + rise * share
    missing[row >> 3] &= ~(1 << (row & 7))
    quality[row] = grade
  }
}
