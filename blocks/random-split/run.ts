import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { takeRows } from '#blocks/kernels/rows.ts'
import { chooseRows, otherRows } from './choose.ts'
import type { RandomSplitConfig } from './spec.ts'

export async function run({ inputs, config, ctx }: BlockCall<RandomSplitConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const chosen = chooseRows(table.rows, Math.floor(config.fraction * table.rows), config.seed ?? ctx.seed)
  await pause(ctx, 1, 3)
  const train = takeRows(table, chosen)
  await pause(ctx, 2, 3)
  const test = takeRows(table, otherRows(table.rows, chosen))
  return { outputs: { train: { type: 'table', table: train }, test: { type: 'table', table: test } } }
}
