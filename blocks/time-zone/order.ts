/** From the clock readings of a file to instants in order, by the rules that a reader states. */
import { refusal } from '#blocks/file-reader/refusal.ts'
import type { TimeRules } from './rules.ts'
import { localToUtc, utcToLocal } from './zone-table.ts'

const dayUs = 86_400e6

export interface OrderedTimes {
  utcUs: Float64Array<SharedArrayBuffer>
  /** Row of the file at each place; absent: the file's own order. */
  order?: Int32Array
  /** Rows in a doubled hour, and rows shifted out of a missing one. */
  doubled: number
  shifted: number
}

export interface ClockColumn {
  name: string
  /** Epoch µs, or clock readings where not `absolute`. */
  values: Float64Array
  absolute: boolean
  /** Where the row is in the file, for messages (a line). */
  placeOf(row: number): number
}

/**
 * Applies the rules to a time column without missing values. Throws DomainError 'missing-hour' or
 * 'time-steps-back' with the count and the first places.
 */
export function orderTimes(column: ClockColumn, rules: TimeRules): OrderedTimes {
  const { utcUs, doubled, shifted } = toInstants(column, rules)
  const back = stepsBack(utcUs)
  if (back.length === 0) return { utcUs, doubled, shifted }
  if (rules.timeStepsBack !== 'sort') {
    const params = {
      column: column.name,
      count: back.length,
      places: places(column, back),
      rule: rules.timeStepsBack,
    }
    throw refusal('time-steps-back', params, params.places.join(', '))
  }
  const order = sortedRows(utcUs)
  const sorted = new Float64Array(new SharedArrayBuffer(utcUs.length * 8))
  for (let row = 0; row < order.length; row++) sorted[row] = utcUs[order[row]]
  return { utcUs: sorted, order, doubled, shifted }
}

function toInstants(column: ClockColumn, rules: TimeRules): Omit<OrderedTimes, 'order'> {
  const midnight = rules.timeStepsBack === 'midnight-belongs-to-day-before'
  if (column.absolute && !midnight) return { utcUs: shared(column.values), doubled: 0, shifted: 0 }
  const clock = column.absolute ? utcToLocal(column.values, rules.zone) : shared(column.values)
  if (midnight) moveMidnights(clock)
  const found = localToUtc(clock, rules.zone, rules)
  if (found.refused.length === 0) return found
  const params = {
    column: column.name,
    zone: rules.zone,
    count: found.refused.length,
    places: places(column, found.refused),
  }
  throw refusal('missing-hour', params, params.places.join(', '))
}

/** The day's last instant carries the day that ends: a reading of exactly 00:00 belongs to the next day. */
function moveMidnights(clock: Float64Array): void {
  for (let row = 0; row < clock.length; row++) if (clock[row] % dayUs === 0) clock[row] += dayUs
}

/** Rows that are earlier than the row before them. */
export function stepsBack(times: Float64Array): number[] {
  const rows: number[] = []
  for (let row = 1; row < times.length; row++) if (times[row] < times[row - 1]) rows.push(row)
  return rows
}

function sortedRows(times: Float64Array): Int32Array {
  return Int32Array.from(times.keys()).sort((a, b) => times[a] - times[b] || a - b)
}

function places(column: ClockColumn, rows: number[]): number[] {
  return rows.slice(0, 10).map((row) => column.placeOf(row))
}

function shared(values: Float64Array): Float64Array<SharedArrayBuffer> {
  if (values.buffer instanceof SharedArrayBuffer) return values as Float64Array<SharedArrayBuffer>
  const copy = new Float64Array(new SharedArrayBuffer(values.length * 8))
  copy.set(values)
  return copy
}

/**
 * The grid of ascending times: the most frequent step, when every step is a whole multiple of it; else irregular.
 * Fewer than two rows have no step.
 */
export function gridOf(times: Float64Array): { stepUs: number } | 'irregular' {
  const counts = new Map<number, number>()
  for (let row = 1; row < times.length; row++) {
    const step = times[row] - times[row - 1]
    counts.set(step, (counts.get(step) ?? 0) + 1)
    if (counts.size > 10_000) return 'irregular'
  }
  let stepUs = 0
  for (const [step, count] of counts) {
    if (count > (counts.get(stepUs) ?? 0) || (count === counts.get(stepUs) && step < stepUs)) stepUs = step
  }
  return stepUs > 0 && fitsGrid(counts, stepUs) ? { stepUs } : 'irregular'
}

/** Do all steps of these ascending times fit a grid? */
export function isOnGrid(times: Float64Array, stepUs: number): boolean {
  for (let row = 1; row < times.length; row++) {
    const step = times[row] - times[row - 1]
    if (step <= 0 || step % stepUs !== 0) return false
  }
  return true
}

function fitsGrid(counts: Map<number, number>, stepUs: number): boolean {
  return [...counts.keys()].every((step) => step > 0 && step % stepUs === 0)
}
