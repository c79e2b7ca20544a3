import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { instantUs } from '#blocks/kernels/instants.ts'
import { sliceRows } from '#blocks/kernels/rows.ts'
import { firstAtOrAfter, requireTimeOrder } from '#blocks/kernels/time-order.ts'
import { timesOf } from '#pipeline/table.ts'
import type { TimeSplitConfig } from './spec.ts'

export async function run({ inputs, config }: BlockCall<TimeSplitConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const times = timesOf(table)
  requireTimeOrder(times)
  const boundary = boundaryUs(times, config, table.schema.time!.zone)
  const row = firstAtOrAfter(times, boundary)
  const train = sliceRows(table, 0, row)
  const test = sliceRows(table, row, table.rows)
  return { outputs: { train: { type: 'table', table: train }, test: { type: 'table', table: test } } }
}

/** First instant of the test; Infinity for an empty table. */
function boundaryUs(times: Float64Array, { by, fraction, instant }: TimeSplitConfig, zone: string): number {
  if (by === 'instant') return instantUs(instant!, zone)
  return times[Math.floor(fraction * times.length)] ?? Infinity
}
