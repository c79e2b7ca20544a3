/** How time is cut into buckets: fixed steps from the epoch, or whole local days. */
import { dayUs, durationDays, durationUs } from '#blocks/durations.ts'
import { zoneTable } from '#blocks/time-zone/zone-table.ts'
import type { TableSchema, TableTime } from '#pipeline/ports.ts'
import { gridStepUs } from '#pipeline/ports.ts'
import type { ResampleConfig } from './spec.ts'

export interface BucketRule {
  zone: string
  /** Whole local days; absent: fixed steps. */
  days?: number
  stepUs: number
  /** The longest bucket: a day may have 25 hours. */
  longestUs: number
  /** The source's step, where every bucket begins on its grid. */
  fromStepUs?: number
}

export function bucketRule(table: TableSchema, { step }: Pick<ResampleConfig, 'step'>): BucketRule {
  const [zone, days, stepUs] = [table.time?.zone ?? 'UTC', durationDays(step), durationUs(step)]
  const fromUs = gridStepUs(table)
  if (days === undefined) {
    const divides = fromUs !== undefined && stepUs % fromUs === 0
    return { zone, stepUs, longestUs: stepUs, fromStepUs: divides ? fromUs : undefined }
  }
  const offsets = [...zoneTable(zone, 1970, 2069).offsetsUs]
  const onGrid = fromUs !== undefined && [dayUs, ...offsets].every((us) => us % fromUs === 0)
  return {
    zone,
    days,
    stepUs,
    longestUs: stepUs + longestFallBack(offsets),
    fromStepUs: onGrid ? fromUs : undefined,
  }
}

/** Local days are a regular grid only where clocks never change. */
export function resampledGrid(zone: string, { step }: Pick<ResampleConfig, 'step'>): TableTime['grid'] {
  const isFixed = durationDays(step) === undefined || zoneTable(zone, 1970, 2069).offsetsUs.length === 1
  return isFixed ? { stepUs: durationUs(step) } : 'irregular'
}

/** By how much clocks are put back at most, µs. */
function longestFallBack(offsets: number[]): number {
  return Math.max(0, ...offsets.map((offset, index) => (offsets[index - 1] ?? offset) - offset))
}
