/**
 * Arithmetic on availability: when is the value of a row known, counted from the row's stamp?
 * Every function takes a column and returns it with the availability of what was made of it. The terms
 * always add up to availabilityUs. Known in advance (null) stays known in advance.
 */
import type { AvailabilityTerm, Column } from './ports.ts'

/** The two fields of a column that this file computes. */
export type Availability = Pick<Column, 'availabilityUs' | 'availabilityTerms'>

const maxTerms = 50

/** Terms that add up to the column's availability; a column without (or with wrong) terms has one, 'source'. */
export function availabilityTerms(column: Availability): AvailabilityTerm[] {
  if (column.availabilityUs === null) return []
  const terms = column.availabilityTerms ?? []
  if (terms.length > 0 && sumOf(terms) === column.availabilityUs) return terms
  return [{ code: 'source', us: column.availabilityUs }]
}

/** A column as it comes from its source: known `us` after its stamp, or in advance (null). */
export function knownAfter(us: number | null): Availability {
  return us === null
    ? { availabilityUs: null }
    : { availabilityUs: us, availabilityTerms: [{ code: 'source', us }] }
}

/** Row t gets the value of the row `rows` earlier on a grid of `stepUs`; negative rows look ahead (a lead). */
export function lagged(column: Column, rows: number, stepUs: number): Column {
  return shifted(column, rows * stepUs)
}

/** Row t gets the value of t - byUs; negative looks ahead. */
export function shifted(column: Column, byUs: number): Column {
  return withTerm(column, { code: byUs < 0 ? 'lead' : 'lag', us: 0 - byUs })
}

/** A statistic of the rows up to t - offsetUs (0: the window ends at the row; negative: it reaches ahead). */
export function windowed(column: Column, offsetUs = 0): Column {
  return withTerm(column, { code: 'window', us: 0 - offsetUs })
}

export interface Resampling {
  /** Length of a bucket in µs. */
  stepUs: number
  /** Step of the source when it is a regular grid in phase with the buckets; absent: only the bucket's end bounds the last row. */
  fromStepUs?: number
  /** Which end of a bucket belongs to it: 'left' [b, b + step) or 'right' (b, b + step]. Sources stamped at interval ends use 'right'. */
  closed: 'left' | 'right'
  /** Which end of the bucket the new row is stamped with. */
  stamp: 'interval-start' | 'interval-end'
}

/** A bucket is known when its last row is known. */
export function resampled(column: Column, to: Resampling): Column {
  const aligned = to.fromStepUs !== undefined && to.stepUs % to.fromStepUs === 0
  const lastRow = to.closed === 'left' && aligned ? to.stepUs - (to.fromStepUs ?? 0) : to.stepUs
  const us = to.stamp === 'interval-start' ? lastRow : lastRow - to.stepUs
  return { ...withTerm(column, { code: 'resample', us }), stamp: to.stamp }
}

/** As-of join: row t gets the other table's newest row not after t + aheadUs (0 for a backward or exact join). */
export function joined(column: Column, aheadUs = 0): Column {
  return withTerm(column, { code: 'join', us: aheadUs })
}

/** The same values with stamps moved by byUs (interval start to interval end: + step). */
export function restamped(column: Column, byUs: number, stamp: Column['stamp']): Column {
  return { ...withTerm(column, { code: 'stamp', us: 0 - byUs }), stamp }
}

/** A value made of several columns of one row is known with the last of them; of none, or of calendar only: in advance. */
export function combinedAvailability(columns: readonly Availability[]): Availability {
  let latest: Availability = { availabilityUs: null }
  for (const column of columns) {
    if (column.availabilityUs === null) continue
    if (latest.availabilityUs === null || column.availabilityUs > latest.availabilityUs) latest = column
  }
  if (latest.availabilityUs === null) return { availabilityUs: null }
  return { availabilityUs: latest.availabilityUs, availabilityTerms: availabilityTerms(latest) }
}

/** A prediction is known as soon as its features are. */
export function predictedAvailability(features: readonly Availability[]): Availability {
  const combined = combinedAvailability(features)
  return combined.availabilityUs === null ? combined : plus(combined, { code: 'model', us: 0 })
}

/**
 * When a forecast `horizonUs` ahead is issued, counted from the target's stamp: the horizon ends with the
 * instant, or with the end of the interval, that the target stands for. An unknown step counts as 0 (the strict side).
 */
export function issueOffsetUs(
  target: Pick<Column, 'stamp'>,
  stepUs: number | undefined,
  horizonUs: number,
): number {
  return (target.stamp === 'interval-start' ? (stepUs ?? 0) : 0) - horizonUs
}

/** May a forecast issued at this offset use the column? Known at that very instant counts as known. */
export function isKnownAt(column: Availability, offsetUs: number): boolean {
  return column.availabilityUs === null || column.availabilityUs <= offsetUs
}

function withTerm(column: Column, term: AvailabilityTerm): Column {
  return column.availabilityUs === null ? column : { ...column, ...plus(column, term) }
}

function plus(from: Availability, term: AvailabilityTerm): Availability {
  const terms = [...availabilityTerms(from), term]
  const kept = terms.length > maxTerms ? merged(terms) : terms
  return { availabilityUs: sumOf(kept), availabilityTerms: kept }
}

/** One term per origin, in order of first use: long chains stay short. */
function merged(terms: AvailabilityTerm[]): AvailabilityTerm[] {
  const byCode = new Map<string, number>()
  for (const term of terms) byCode.set(term.code, (byCode.get(term.code) ?? 0) + term.us)
  return [...byCode].map(([code, us]) => ({ code, us }))
}

function sumOf(terms: readonly AvailabilityTerm[]): number {
  return terms.reduce((sum, term) => sum + term.us, 0)
}
