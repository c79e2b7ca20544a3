import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { durationUs } from '#blocks/durations.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { sliceRows, takeColumn } from '#blocks/kernels/rows.ts'
import { requireTimeOrder, rowsOfWindow } from '#blocks/kernels/time-order.ts'
import { rowsAtEarlier } from '#blocks/lag/earlier-rows.ts'
import { columnNamed, timesOf } from '#pipeline/table.ts'
import type { SeasonalNaiveConfig } from './spec.ts'

export async function run({
  inputs,
  config,
  outputs,
  ctx,
}: BlockCall<SeasonalNaiveConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const times = timesOf(table)
  requireTimeOrder(times)
  const window = rowsOfWindow(times, ctx.window)
  const rows = rowsAtEarlier(times, durationUs(config.season), window)
  const forecast = takeColumn(columnNamed(table, config.target), rows)
  ctx.progress(rows.length, rows.length)
  const kept = sliceRows(table, window.from, window.to)
  return tableAnswer(outputs, kept.rows, [...kept.columns, forecast])
}
