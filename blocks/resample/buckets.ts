/** The buckets of a window and the rows in each. */
import { dayUs } from '#blocks/durations.ts'
import { localToUtc, utcToLocal } from '#blocks/time-zone/zone-table.ts'
import type { BlockContext } from '#blocks/block.ts'
import type { BucketRule } from './bucket-rule.ts'
import type { ResampleConfig } from './spec.ts'

/**
 * Bucket i is [bounds[i + 1], bounds[i + 2]); [bounds[0], bounds[1]) is the one before the first.
 * Without buckets there are no bounds.
 */
export interface Buckets {
  count: number
  bounds: Float64Array
}

export type Side = 'left' | 'right'

/**
 * The buckets whose labels lie in the window. Where the window is open, they begin with the first and end with the
 * last bucket that holds a row.
 */
export function bucketsOf(
  times: Float64Array,
  { rule, label, sides }: { rule: BucketRule; label: ResampleConfig['label']; sides: Side[] },
  window: BlockContext['window'],
): Buckets {
  const isRight = sides.includes('right')
  const isLeft = sides.includes('left') || !isRight
  const atEnd = label === 'interval-end' ? 1 : 0
  const labelOf = (bucket: number): number => startOf(rule, bucket + atEnd)
  if (times.length === 0 && (window.fromUs === -Infinity || window.toUs === Infinity)) return none
  let first =
    window.fromUs === -Infinity
      ? bucketAt(rule, times[0], isRight ? 'right' : 'left')
      : bucketAt(rule, window.fromUs, 'left') - 1
  let last =
    window.toUs === Infinity
      ? bucketAt(rule, times[times.length - 1], isLeft ? 'left' : 'right')
      : bucketAt(rule, window.toUs, 'left')
  while (labelOf(first) < window.fromUs) first++
  while (labelOf(last) >= window.toUs) last--
  if (last < first) return none
  const bounds = boundsOf(rule, first, last)
  return { count: bounds.length - 2, bounds }
}

const none: Buckets = { count: 0, bounds: new Float64Array(0) }

/** The number of the bucket [start, next start), or on the right (start, next start], that holds an instant. */
function bucketAt(rule: BucketRule, us: number, side: Side): number {
  const clock = rule.days === undefined ? us : utcToLocal(Float64Array.of(us), rule.zone)[0]
  let bucket = Math.floor(clock / rule.stepUs)
  const isBefore = (start: number): boolean => (side === 'left' ? us < start : us <= start)
  while (isBefore(startOf(rule, bucket))) bucket--
  while (!isBefore(startOf(rule, bucket + 1))) bucket++
  return bucket
}

function startOf(rule: BucketRule, bucket: number): number {
  return startsOf(rule, Float64Array.of(bucket))[0]
}

/** A local midnight that does not exist begins when the clock jumps over it. */
function startsOf({ days, stepUs, zone }: BucketRule, buckets: Float64Array): Float64Array {
  if (days === undefined) return buckets.map((bucket) => bucket * stepUs)
  const midnights = buckets.map((bucket) => bucket * days * dayUs)
  return localToUtc(midnights, zone, { doubledHour: 'earlier', missingHour: 'shift' }).utcUs
}

/** A day that a zone has skipped is no bucket. */
function boundsOf(rule: BucketRule, first: number, last: number): Float64Array {
  const starts = startsOf(
    rule,
    Float64Array.from({ length: last - first + 2 }, (_, index) => first + index),
  )
  let before = first - 1
  while (startOf(rule, before) >= starts[0]) before--
  const distinct = starts.filter((start, index) => index === 0 || start > starts[index - 1])
  const bounds = new Float64Array(distinct.length + 1)
  bounds[0] = startOf(rule, before)
  bounds.set(distinct, 1)
  return bounds
}

/** First row of every bucket, from the one before the first to the end of the last. */
export function firstRows(times: Float64Array, { bounds }: Buckets, side: Side): Int32Array {
  const rows = new Int32Array(bounds.length)
  let row = 0
  for (let i = 0; i < bounds.length; i++) {
    if (side === 'left') while (row < times.length && times[row] < bounds[i]) row++
    else while (row < times.length && times[row] <= bounds[i]) row++
    rows[i] = row
  }
  return rows
}
