/** Which cells are to be filled, and what filling makes of their quality. */
import type { ColumnData } from '#pipeline/table.ts'
import { isMissing, qualityCodes } from '#pipeline/table.ts'

export type IsGap = (row: number) => boolean

/** What the methods that look around know. */
export interface Surroundings {
  /** Ascending. */
  times: Float64Array
  maxGapUs: number
  isGap: IsGap
  /** Whether the schema knows a quality for the column. */
  hasQuality: boolean
}

export function isGap(data: ColumnData, nanIsMissing: boolean): IsGap {
  if (!nanIsMissing || data.type !== 'number') return (row) => isMissing(data, row)
  return (row) => Number.isNaN(data.values[row])
}

/** What is filled is uncertain at best. */
export function filledQuality(...sources: (number | undefined)[]): number {
  return Math.max(qualityCodes.uncertain, ...sources.map((code) => code ?? qualityCodes.good))
}

export function hasGap(rows: number, isGapAt: IsGap): boolean {
  for (let row = 0; row < rows; row++) if (isGapAt(row)) return true
  return false
}
