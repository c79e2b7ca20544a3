import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { sliceColumn, sliceRows, takeColumn } from '#blocks/kernels/rows.ts'
import { requireTimeOrder, rowsOfWindow } from '#blocks/kernels/time-order.ts'
import { gridStepUs } from '#pipeline/ports.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { columnNamed, timesOf } from '#pipeline/table.ts'
import { hasEveryStep, rowsAtEarlier } from './earlier-rows.ts'
import type { LagConfig } from './spec.ts'
import { laggedColumns } from './spec.ts'

export async function run({ inputs, config, outputs, ctx }: BlockCall<LagConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const times = timesOf(table)
  requireTimeOrder(times)
  const lookUp = earlierValues(times, gridStepUs(table.schema)!, rowsOfWindow(times, ctx.window))
  const wanted = laggedColumns(table.schema, config)
  const added: ColumnData[] = []
  for (const { column, rows } of wanted) {
    await pause(ctx, added.length, wanted.length)
    added.push(lookUp(columnNamed(table, column.name), rows))
  }
  const { from, to } = rowsOfWindow(times, ctx.window)
  const kept = sliceRows(table, from, to)
  return tableAnswer(outputs, kept.rows, [...kept.columns, ...added])
}

type LookUp = (data: ColumnData, lag: number) => ColumnData

/** Without gaps a lag is a copy of the rows `lag` before; with gaps the rows are looked up by time, once per lag. */
function earlierValues(times: Float64Array, stepUs: number, window: { from: number; to: number }): LookUp {
  if (hasEveryStep(times, stepUs)) return (data, lag) => shiftedColumn(data, lag, window)
  const known = new Map<number, Int32Array>()
  return (data, lag) => {
    const rows = known.get(lag) ?? rowsAtEarlier(times, lag * stepUs, window)
    known.set(lag, rows)
    return takeColumn(data, rows)
  }
}

function shiftedColumn(
  data: ColumnData,
  lag: number,
  { from, to }: { from: number; to: number },
): ColumnData {
  const lead = Math.min(to - from, Math.max(0, lag - from))
  return sliceColumn(data, Math.max(0, from - lag), Math.max(0, from - lag) + to - from - lead, lead)
}
