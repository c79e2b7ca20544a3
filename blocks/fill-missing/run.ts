import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { durationUs } from '#blocks/durations.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { sliceColumn } from '#blocks/kernels/rows.ts'
import { cutToWindow, requireTimeOrder, rowsOfWindow } from '#blocks/kernels/time-order.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'
import { timesOf } from '#pipeline/table.ts'
import { fillConstant } from './constant.ts'
import { fillForward } from './forward.ts'
import { isGap } from './gaps.ts'
import { fillLinear } from './linear.ts'
import type { FillMissingConfig } from './spec.ts'
import { namesToFill } from './spec.ts'

type Fill = (data: ColumnData, hasQuality: boolean) => ColumnData

export async function run({
  inputs,
  config,
  outputs,
  ctx,
}: BlockCall<FillMissingConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const names = new Set(namesToFill(table.schema, config))
  if (config.method === 'constant') {
    const cut = cutToWindow(table, ctx.window)
    const columns = await filledColumns(
      cut,
      names,
      (data, hasQuality) => fillConstant(data, config, hasQuality),
      ctx,
    )
    return tableAnswer(outputs, cut.rows, columns)
  }
  const times = timesOf(table)
  requireTimeOrder(times)
  const { from, to } = rowsOfWindow(times, ctx.window)
  const columns = await filledColumns(table, names, fillByTime(times, config), ctx)
  return tableAnswer(
    outputs,
    to - from,
    columns.map((data) => sliceColumn(data, from, to)),
  )
}

function fillByTime(times: Float64Array, { method, maxGap, nanIsMissing }: FillMissingConfig): Fill {
  const fill = method === 'forward' ? fillForward : fillLinear
  const maxGapUs = durationUs(maxGap)
  return (data, hasQuality) => fill(data, { times, maxGapUs, isGap: isGap(data, nanIsMissing), hasQuality })
}

async function filledColumns(
  table: Table,
  names: Set<string>,
  fill: Fill,
  ctx: BlockCall<FillMissingConfig>['ctx'],
): Promise<ColumnData[]> {
  const filled: ColumnData[] = []
  for (const [index, { name, quality = false }] of table.schema.columns.entries()) {
    await pause(ctx, index, table.columns.length)
    const data = table.columns[index]
    filled.push(names.has(name) ? fill(data, quality) : data)
  }
  return filled
}
