import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { cutToWindow } from '#blocks/kernels/time-order.ts'
import { columnNamed } from '#pipeline/table.ts'
import type { SelectConfig } from './spec.ts'
import { keptNames } from './spec.ts'

/** The chosen columns themselves, not copies, unless the window cuts rows away. */
export async function run({ inputs, config, outputs, ctx }: BlockCall<SelectConfig>): Promise<BlockResult> {
  const table = cutToWindow(tableInput(inputs, 'table'), ctx.window)
  const kept = keptNames(table.schema, config).map((name) => columnNamed(table, name))
  return tableAnswer(outputs, table.rows, kept)
}
