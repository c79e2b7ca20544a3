/** What one column is in every bucket. */
import { toFloats } from '#blocks/kernels/floats.ts'
import { noRow, qualityOrNone, takeColumn } from '#blocks/kernels/rows.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { bitmapOrNone, isMissing, newBitmap, newBytes, newFloats, setMissing } from '#pipeline/table.ts'
import type { Aggregation } from './aggregation.ts'
import { timeWeightedMean } from './time-weighted.ts'
import type { Side } from './buckets.ts'

/** The rows of the column's buckets, see Buckets and firstRows. */
export interface BucketRows {
  count: number
  bounds: Float64Array
  rows: Int32Array
  times: Float64Array
  side: Side
  holdUs: number
}

/** One value for each bucket; quality: the worst of the values in it. */
export function aggregate(data: ColumnData, aggregation: Aggregation, buckets: BucketRows): ColumnData {
  return { ...valuesOf(data, aggregation, buckets), quality: worstQuality(data, buckets) }
}

function valuesOf(data: ColumnData, aggregation: Aggregation, buckets: BucketRows): ColumnData {
  switch (aggregation) {
    case 'count':
      return numbers(buckets, (i) => presentRows(data, buckets, i))
    case 'first':
    case 'last':
    case 'min':
    case 'max':
      return takeColumn(data, pickedRows(data, aggregation, buckets))
    case 'mean':
    case 'sum':
      return numbers(buckets, sumOf({ ...data, values: toFloats(data) }, aggregation === 'mean', buckets))
    case 'difference':
      return numbers(buckets, consumption({ ...data, values: toFloats(data) }, buckets))
    case 'time-weighted-mean':
      return numbers(buckets, timeWeightedMean(data, toFloats(data), buckets))
  }
}

/** Value of bucket i; undefined: missing. */
export type BucketValue = (i: number) => number | undefined

function numbers({ count }: BucketRows, valueOf: BucketValue): ColumnData {
  const values = newFloats(count)
  const missing = newBitmap(count)
  for (let i = 0; i < count; i++) {
    const value = valueOf(i)
    if (value === undefined) setMissing(missing, i)
    values[i] = value ?? Number.NaN
  }
  return { type: 'number', values, missing: bitmapOrNone(missing) }
}

function presentRows(data: ColumnData, { rows }: BucketRows, i: number): number {
  let count = 0
  for (let row = rows[i + 1]; row < rows[i + 2]; row++) if (!isMissing(data, row)) count++
  return count
}

/** Summed in row order. */
function sumOf(data: ColumnData, isMean: boolean, { rows }: BucketRows): BucketValue {
  const values = data.values as Float64Array
  return (i) => {
    let [sum, count] = [0, 0]
    for (let row = rows[i + 1]; row < rows[i + 2]; row++) {
      if (isMissing(data, row)) continue
      sum += values[row]
      count++
    }
    if (count === 0) return undefined
    return isMean ? sum / count : sum
  }
}

/** Last reading minus last reading of the bucket before; where the counter falls it has begun anew at 0. */
function consumption(data: ColumnData, { rows }: BucketRows): BucketValue {
  const values = data.values as Float64Array
  return (i) => {
    const base = lastPresent(data, rows[i], rows[i + 1])
    if (base === noRow || lastPresent(data, rows[i + 1], rows[i + 2]) === noRow) return undefined
    let [before, start, last] = [0, values[base], values[base]]
    for (let row = rows[i + 1]; row < rows[i + 2]; row++) {
      if (isMissing(data, row)) continue
      const value = values[row]
      if (Number.isNaN(value)) return Number.NaN
      if (value < last) {
        before += last - start
        start = 0
      }
      last = value
    }
    return before + (last - start)
  }
}

function lastPresent(data: ColumnData, from: number, to: number): number {
  for (let row = to - 1; row >= from; row--) if (!isMissing(data, row)) return row
  return noRow
}

/** The row that stands for the bucket: the first, the last, the smallest or the largest; of NaN the first. */
function pickedRows(
  data: ColumnData,
  pick: 'first' | 'last' | 'min' | 'max',
  { count, rows }: BucketRows,
): Int32Array {
  const { values } = data
  const isBetter: Record<typeof pick, (row: number, best: number) => boolean> = {
    first: () => false,
    last: () => true,
    min: (row, best) => !isNan(values[best]) && !(values[row] >= values[best]),
    max: (row, best) => !isNan(values[best]) && !(values[row] <= values[best]),
  }
  const picked = new Int32Array(count).fill(noRow)
  for (let i = 0; i < count; i++) {
    for (let row = rows[i + 1]; row < rows[i + 2]; row++) {
      if (isMissing(data, row)) continue
      if (picked[i] === noRow || isBetter[pick](row, picked[i])) picked[i] = row
    }
  }
  return picked
}

function isNan(value: number | bigint): boolean {
  return value !== value
}

function worstQuality(data: ColumnData, { count, rows }: BucketRows): Uint8Array | undefined {
  if (!data.quality) return undefined
  const worst = newBytes(count)
  for (let i = 0; i < count; i++) {
    for (let row = rows[i + 1]; row < rows[i + 2]; row++) {
      if (!isMissing(data, row) && data.quality[row] > worst[i]) worst[i] = data.quality[row]
    }
  }
  return qualityOrNone(worst)
}
