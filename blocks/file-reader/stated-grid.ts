/** The grid of a file's times: as people state it, else as the rows tell. */
import { durationUs } from '#blocks/durations.ts'
import { gridOf } from '#blocks/time-zone/order.ts'
import type { TableTime } from '#pipeline/ports.ts'
import { refuseOffGrid } from './differences.ts'

/** Throws 'data-differs' where ascending times do not fit the stated grid. */
export function gridFor(times: Float64Array, column: string, stated: string | undefined): TableTime['grid'] {
  if (stated === undefined) return gridOf(times)
  const grid = { stepUs: durationUs(stated) }
  refuseOffGrid(times, { column, grid })
  return grid
}
