import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { requireTimeOrder } from '#blocks/kernels/time-order.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { columnNamed, newFloats, timesOf } from '#pipeline/table.ts'
import { aggregate } from './aggregates.ts'
import { closedSide, wantedColumns } from './aggregation.ts'
import { bucketRule } from './bucket-rule.ts'
import type { Buckets, Side } from './buckets.ts'
import { bucketsOf, firstRows } from './buckets.ts'
import type { ResampleConfig } from './spec.ts'
import { holdUs } from './spec.ts'

export async function run({ inputs, config, outputs, ctx }: BlockCall<ResampleConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const times = timesOf(table)
  requireTimeOrder(times)
  const rule = bucketRule(table.schema, config)
  if (rule.fromStepUs !== undefined) requirePhase(times, rule.fromStepUs)
  const wanted = wantedColumns(table.schema, config)
  const sides = wanted.map(({ column }) => closedSide(column))
  const buckets = bucketsOf(times, { rule, label: config.label, sides }, ctx.window)
  const rows: Partial<Record<Side, Int32Array>> = {}
  const columns: ColumnData[] = [labels(buckets, config.label)]
  for (const [index, { column, aggregation }] of wanted.entries()) {
    await pause(ctx, index, wanted.length)
    const side = sides[index]
    rows[side] ??= firstRows(times, buckets, side)
    const inBuckets = { ...buckets, rows: rows[side], times, side, holdUs: holdUs(config) }
    columns.push(aggregate(columnNamed(table, column.name), aggregation, inBuckets))
  }
  return tableAnswer(outputs, buckets.count, columns)
}

/** The promised availability counts on rows at multiples of their step. */
function requirePhase(times: Float64Array, stepUs: number): void {
  const row = times.findIndex((time) => Math.floor(time / stepUs) * stepUs !== time)
  if (row < 0) return
  const params = { stepUs, row, timeUs: times[row] }
  throw new DomainError(
    'rows-off-grid',
    params,
    `row ${row} is not at a multiple of the grid's step of ${stepUs} µs`,
  )
}

function labels({ count, bounds }: Buckets, label: ResampleConfig['label']): ColumnData {
  const values = newFloats(count)
  const first = label === 'interval-start' ? 1 : 2
  for (let i = 0; i < count; i++) values[i] = bounds[first + i]
  return { type: 'time', values }
}
