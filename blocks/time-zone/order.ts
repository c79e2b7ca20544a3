/** From the clock readings of a file to instants in order, by the rules that a reader states. */
import { refusal } from '#blocks/file-reader/refusal.ts'
import { release } from '#pipeline/lazy-table.ts'
import type { TimeRules } from './rules.ts'
import { localToUtc, utcToLocal } from './zone-table.ts'

const dayUs = 86_400e6

export interface OrderedTimes {
  /** In the memory of the column that was given. */
  utcUs: Float64Array
  /** Row of the file at each place; absent: the file's own order. */
  order?: Int32Array
  /** Rows in a doubled hour, and rows shifted out of a missing one. */
  doubled: number
  shifted: number
}

export interface ClockColumn {
  name: string
  /** Epoch µs, or clock readings where not `absolute`. They are overwritten: a column may take much of the memory. */
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
  if (isAscending(utcUs)) return { utcUs, doubled, shifted }
  if (rules.timeStepsBack !== 'sort') {
    const back = stepsBack(utcUs)
    const params = {
      column: column.name,
      count: back.length,
      places: places(column, back),
      rule: rules.timeStepsBack,
    }
    throw refusal('time-steps-back', params, params.places.join(', '))
  }
  const order = sortedRows(utcUs)
  reorder(utcUs, order)
  return { utcUs, order, doubled, shifted }
}

/** Puts the value of row order[i] at place i, circle by circle, so that no copy of all values is needed. */
function reorder(values: Float64Array, order: Int32Array): void {
  const isDone = new Uint8Array(order.length)
  for (let first = 0; first < order.length; first++) {
    const held = values[first]
    let place = first
    while (isDone[place] === 0) {
      isDone[place] = 1
      const from = order[place]
      values[place] = from === first ? held : values[from]
      place = from
    }
  }
}

function toInstants(column: ClockColumn, rules: TimeRules): Omit<OrderedTimes, 'order'> {
  const midnight = rules.timeStepsBack === 'midnight-belongs-to-day-before'
  const clock = column.values
  if (column.absolute && !midnight) return { utcUs: clock, doubled: 0, shifted: 0 }
  if (column.absolute) utcToLocal(clock, rules.zone, clock)
  if (midnight) moveMidnights(clock)
  const found = localToUtc(clock, rules.zone, rules, clock)
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

function isAscending(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row++) if (times[row] < times[row - 1]) return false
  return true
}

/** Rows that are earlier than the row before them. */
export function stepsBack(times: Float64Array): number[] {
  const rows: number[] = []
  for (let row = 1; row < times.length; row++) if (times[row] < times[row - 1]) rows.push(row)
  return rows
}

/** Rows by time, those of one time in their own order: merged from ever longer runs, which takes two arrays only. */
function sortedRows(times: Float64Array): Int32Array {
  let rows = new Int32Array(times.length)
  for (let row = 0; row < rows.length; row++) rows[row] = row
  let merged = new Int32Array(times.length)
  for (let length = 1; length < rows.length; length *= 2) {
    for (let from = 0; from < rows.length; from += 2 * length)
      mergeRuns(times, rows, merged, { from, length })
    ;[rows, merged] = [merged, rows]
  }
  release(merged)
  return rows
}

/** Merges the two sorted runs that begin at `from`. */
function mergeRuns(
  times: Float64Array,
  rows: Int32Array,
  merged: Int32Array,
  { from, length }: { from: number; length: number },
): void {
  const middle = Math.min(from + length, rows.length)
  const end = Math.min(middle + length, rows.length)
  if (length >= 64 && (middle === end || times[rows[middle - 1]] <= times[rows[middle]])) {
    merged.set(rows.subarray(from, end), from)
    return
  }
  for (let to = from, left = from, right = middle; to < end; to++) {
    const takesLeft = right === end || (left < middle && times[rows[left]] <= times[rows[right]])
    merged[to] = takesLeft ? rows[left++] : rows[right++]
  }
}

function places(column: ClockColumn, rows: number[]): number[] {
  return rows.slice(0, 10).map((row) => column.placeOf(row))
}

/**
 * The grid of ascending times: the most frequent step, when every step is a whole multiple of it; else irregular.
 * Two rows of one time have no step, nor has a single row. Where most rows share their time with another one, each
 * time has several rows (a table in long form), and that is no grid.
 */
export function gridOf(times: Float64Array): { stepUs: number } | 'irregular' {
  const counts = new Map<number, number>()
  let doubled = 0
  for (let row = 1; row < times.length; row++) {
    const step = times[row] - times[row - 1]
    if (step === 0) doubled++
    else counts.set(step, (counts.get(step) ?? 0) + 1)
    if (counts.size > 10_000) return 'irregular'
  }
  let stepUs = 0
  for (const [step, count] of counts) {
    if (count > (counts.get(stepUs) ?? 0) || (count === counts.get(stepUs) && step < stepUs)) stepUs = step
  }
  const isGrid = doubled <= (counts.get(stepUs) ?? 0) && fitsGrid(counts, stepUs)
  return stepUs > 0 && isGrid ? { stepUs } : 'irregular'
}

/** Do all steps of these ascending times fit a grid? Rows of one time do. */
export function isOnGrid(times: Float64Array, stepUs: number): boolean {
  for (let row = 1; row < times.length; row++) {
    const step = times[row] - times[row - 1]
    if (step < 0 || step % stepUs !== 0) return false
  }
  return true
}

function fitsGrid(counts: Map<number, number>, stepUs: number): boolean {
  return [...counts.keys()].every((step) => step > 0 && step % stepUs === 0)
}
