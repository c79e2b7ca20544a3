import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import { durationUs } from '#blocks/durations.ts'
import { toFloats } from '#blocks/kernels/floats.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { tableAnswer } from '#blocks/kernels/promised.ts'
import { qualityOrNone, sliceRows } from '#blocks/kernels/rows.ts'
import type { RowRange } from '#blocks/kernels/time-order.ts'
import { requireTimeOrder, rowsOfWindow } from '#blocks/kernels/time-order.ts'
import type { ColumnData } from '#pipeline/table.ts'
import {
  bitmapOrNone,
  columnNamed,
  newBitmap,
  newBytes,
  newFloats,
  setMissing,
  timesOf,
} from '#pipeline/table.ts'
import type { Kernel, Values } from './kernels.ts'
import { atLeast, countKernel, extremeKernel, sumKernel } from './kernels.ts'
import { medianKernel } from './median.ts'
import type { RollingStatisticsConfig, Statistic } from './spec.ts'
import { namesOf } from './spec.ts'
import { spreadKernel } from './spread.ts'
import type { BlockPart } from './sweep.ts'
import { sweepWindows } from './sweep.ts'

export async function run(call: BlockCall<RollingStatisticsConfig>): Promise<BlockResult> {
  const table = tableInput(call.inputs, 'table')
  const times = timesOf(table)
  requireTimeOrder(times)
  const range = rowsOfWindow(times, call.ctx.window)
  const names = namesOf(table.schema, call.config)
  const added: ColumnData[] = []
  for (const [index, name] of names.entries()) {
    await pause(call.ctx, index, names.length)
    added.push(...statisticsOf(columnNamed(table, name), { times, range, config: call.config }))
  }
  const kept = sliceRows(table, range.from, range.to)
  return tableAnswer(call.outputs, kept.rows, [...kept.columns, ...added])
}

interface Windows {
  times: Float64Array
  range: RowRange
  config: RollingStatisticsConfig
}

/** All statistics of one column in one sweep; each part is finished while it is near. */
function statisticsOf(data: ColumnData, { times, range, config }: Windows): ColumnData[] {
  const input: Values = { values: toFloats(data), missing: data.missing }
  const results = config.statistics.map((statistic) => newResult(statistic, input, range, config.minCount))
  const worst = data.quality && worstQuality(data.quality, data.missing)
  const quality = newBytes(worst ? range.to - range.from : 0)
  const count = countKernel(input)
  let counts: Float64Array = new Float64Array(64)
  let worsts: Float64Array = new Float64Array(64)
  const shape = { lengthUs: durationUs(config.window), offsetUs: durationUs(config.offset) }
  sweepWindows(times, shape, range, (part) => {
    const at = part.from - range.from
    counts = atLeast(counts, part.to - part.from)
    count(part, counts, 0)
    for (const result of results) result.add(part, counts, at)
    if (!worst) return
    worsts = atLeast(worsts, part.to - part.from)
    worst(part, worsts, 0)
    // A window without a value comes as -Infinity and is good.
    for (let i = 0; i < part.to - part.from; i++) quality[at + i] = Math.max(0, worsts[i])
  })
  const companion = qualityOrNone(quality)
  return results.map(({ values, missing }) => ({
    type: 'number',
    values,
    missing: missing && bitmapOrNone(missing),
    quality: companion,
  }))
}

/** Codes are ordered good, uncertain, bad: the worst is the largest. */
function worstQuality(quality: Uint8Array, missing: Uint8Array | undefined): Kernel {
  return extremeKernel({ values: Float64Array.from(quality), missing }, -1)
}

interface Result {
  values: Float64Array
  missing?: Uint8Array
  /** Calculates a part; too few values become missing. */
  add(part: BlockPart, counts: Float64Array, at: number): void
}

const kernels: Record<Statistic, (input: Values) => Kernel> = {
  count: countKernel,
  mean: sumKernel,
  sum: sumKernel,
  min: (input) => extremeKernel(input, 1),
  max: (input) => extremeKernel(input, -1),
  std: spreadKernel,
  median: medianKernel,
}

function newResult(statistic: Statistic, input: Values, range: RowRange, minCount: number): Result {
  const rows = range.to - range.from
  const values = newFloats(rows)
  const kernel = kernels[statistic](input)
  if (statistic === 'count') return { values, add: (part, _, at) => kernel(part, values, at) }
  const missing = newBitmap(rows)
  const needed = statistic === 'std' ? Math.max(2, minCount) : minCount
  const add: Result['add'] = (part, counts, at) => {
    kernel(part, values, at)
    const size = part.to - part.from
    if (statistic === 'mean') for (let i = 0; i < size; i++) values[at + i] /= counts[i]
    for (let i = 0; i < size; i++) {
      if (counts[i] >= needed) continue
      values[at + i] = Number.NaN
      setMissing(missing, at + i)
    }
  }
  return { values, missing, add }
}
