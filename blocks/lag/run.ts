import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { sliceColumn, sliceRows, takeColumn } from '#blocks/kernels/rows.ts'
import type { RowRange } from '#blocks/kernels/time-order.ts'
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
  const isFull = hasEveryStep(times, gridStepUs(table.schema)!)
  if (!isFull) requireTimeOrder(times)
  const window = rowsOfWindow(times, ctx.window)
  const lookUp = isFull ? copiedValues(window) : foundValues(times, gridStepUs(table.schema)!, window)
  const wanted = laggedColumns(table.schema, config)
  const added: ColumnData[] = []
  for (const { column, rows } of wanted) {
    await pause(ctx, added.length, wanted.length)
    added.push(lookUp(columnNamed(table, column.name), rows))
  }
  const kept = sliceRows(table, window.from, window.to)
  return tableAnswer(outputs, kept.rows, [...kept.columns, ...added])
}

type LookUp = (data: ColumnData, lag: number) => ColumnData

/** Without gaps a lag is a copy of the rows `lag` before. */
function copiedValues({ from, to }: RowRange): LookUp {
  return (data, lag) => {
    const lead = Math.min(to - from, Math.max(0, lag - from))
    const first = Math.max(0, from - lag)
    return sliceColumn(data, first, first + to - from - lead, lead)
  }
}

/** With gaps the rows are looked up by time, once per lag. */
function foundValues(times: Float64Array, stepUs: number, window: RowRange): LookUp {
  const known = new Map<number, Int32Array>()
  return (data, lag) => {
    const rows = known.get(lag) ?? rowsAtEarlier(times, lag * stepUs, window)
    known.set(lag, rows)
    return takeColumn(data, rows)
  }
}
