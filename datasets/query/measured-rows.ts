/** Stored samples as numbers that can be drawn and summed. */
import type { StoredRows } from '../archive/stored-rows.ts'

/** Larger numbers, infinite ones among them, cannot be summed over years: they count as none. */
export const largestMeasured = 1e290

export interface MeasuredRows {
  /** 0 good, 1 uncertain, 2 bad, 3 no finite number. */
  classes: Float64Array
  /** NaN: no finite number, a text, or none at all. */
  values: Float64Array
}

/** As the roll-ups see them. */
export function measure({ type, length, qualities, values, empty }: StoredRows): MeasuredRows {
  const classes = Float64Array.from(qualities)
  const numbers = new Float64Array(length).fill(NaN)
  if (type === 'text') return { classes, values: numbers }
  for (let row = 0; row < length; row++) {
    if (empty[row]) continue
    const value = Number(values[row])
    if (Math.abs(value) <= largestMeasured) numbers[row] = value
    else classes[row] = 3
  }
  return { classes, values: numbers }
}
