import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { integersToNumbers, numbersToIntegers } from './numbers.ts'
import type { Converted } from './numbers.ts'
import type { ConvertTypesConfig, TypeWish } from './spec.ts'
import { convertText } from './text.ts'

export async function run({
  inputs,
  config,
  outputs,
  ctx,
}: BlockCall<ConvertTypesConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const zone = table.schema.time?.zone ?? 'UTC'
  const columns: ColumnData[] = []
  for (const [index, { name }] of table.schema.columns.entries()) {
    await pause(ctx, index, table.columns.length)
    const one = config.columns.find(({ column }) => column === name)
    const data = table.columns[index]
    if (!one || one.type === data.type) {
      columns.push(data)
      continue
    }
    const { column, bad, first } = convert(data, one, zone)
    if (bad > 0)
      ctx.log('warning', 'cells-not-converted', { column: name, type: one.type, count: bad, first })
    columns.push(column)
  }
  return tableAnswer(outputs, table.rows, columns)
}

function convert(data: ColumnData, one: TypeWish, zone: string): Converted {
  if (data.type === 'text') return convertText(data, one, zone)
  return one.type === 'integer' ? numbersToIntegers(data) : integersToNumbers(data)
}
