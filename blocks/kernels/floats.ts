import type { ColumnData } from '#pipeline/table.ts'

/** The values of a number, integer or time column as float64; integers beyond 2^53 are rounded, missing ones are NaN. */
export function toFloats(data: ColumnData): Float64Array {
  if (data.values instanceof Float64Array) return data.values
  if (!(data.values instanceof BigInt64Array)) throw new Error(`${data.type} is no number`)
  const floats = new Float64Array(data.values.length)
  for (let row = 0; row < floats.length; row++) {
    const isGone = data.missing !== undefined && (data.missing[row >> 3] >> (row & 7)) & 1
    floats[row] = isGone ? Number.NaN : Number(data.values[row])
  }
  return floats
}
