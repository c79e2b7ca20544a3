import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { toFloats } from '#blocks/kernels/floats.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import { findColumn } from '#pipeline/ports.ts'
import { conversion, isIdentity } from '#pipeline/quantities.ts'
import type { ColumnData, Table } from '#pipeline/table.ts'
import { newFloats } from '#pipeline/table.ts'
import type { LinearConversion } from '#pipeline/units.ts'
import type { ConvertUnitsConfig } from './spec.ts'
import { wanted } from './spec.ts'

export async function run({
  inputs,
  config,
  outputs,
  ctx,
}: BlockCall<ConvertUnitsConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const conversions = conversionsOf(table, config)
  const columns: ColumnData[] = []
  for (const [index, { name }] of table.schema.columns.entries()) {
    await pause(ctx, index, table.columns.length)
    const found = conversions.get(name)
    columns.push(found ? convert(table.columns[index], found) : table.columns[index])
  }
  return tableAnswer(outputs, table.rows, columns)
}

function conversionsOf(table: Table, config: ConvertUnitsConfig): Map<string, LinearConversion> {
  return new Map(
    config.columns.map((one) => {
      const column = findColumn(table.schema, one.column)
      const found = column && conversion(column, wanted(one, column))
      if (!found?.ok) throw new Error(`no conversion of ${one.column}: propagation has refused that before`)
      return [one.column, found.value]
    }),
  )
}

/** One multiplication and one addition for each value; missing stays missing, NaN stays NaN. */
function convert(data: ColumnData, conversion: LinearConversion): ColumnData {
  if (isIdentity(conversion)) return data
  const { factor, offset } = conversion
  const from = toFloats(data)
  const values = newFloats(from.length)
  for (let row = 0; row < values.length; row++) values[row] = from[row] * factor + offset
  return { ...data, type: 'number', values }
}
