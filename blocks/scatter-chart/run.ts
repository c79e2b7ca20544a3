import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import type { Chart } from '#blocks/charts/chart.ts'
import { axisOf } from '#blocks/charts/chart.ts'
import type { ReducedCloud } from '#blocks/charts/reduce-scatter.ts'
import { reduceScatter } from '#blocks/charts/reduce-scatter.ts'
import { chartResult } from '#blocks/charts/result.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { floatsOf } from '#blocks/linear-algebra/floats.ts'
import { findColumn } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import { columnNamed, isMissing } from '#pipeline/table.ts'
import type { ScatterChartConfig } from './spec.ts'

export async function run({ inputs, config, ctx }: BlockCall<ScatterChartConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const clouds: ReducedCloud[] = []
  for (const name of config.y) {
    await pause(ctx, clouds.length, config.y.length)
    clouds.push(cloudOf(table, config.x, name))
  }
  return chartResult(chartOf(table, config, clouds), 'scatter-chart', ctx.data)
}

function cloudOf(table: Table, xName: string, yName: string): ReducedCloud {
  const [x, y] = [xName, yName].map((name) => columnNamed(table, name))
  const [xs, ys] = [floatsOf(x), floatsOf(y)]
  const rows: number[] = []
  for (let row = 0; row < table.rows; row++) {
    const isPresent = !isMissing(x, row) && !isMissing(y, row)
    if (isPresent && Number.isFinite(xs[row]) && Number.isFinite(ys[row])) rows.push(row)
  }
  return reduceScatter(xs, ys, rows)
}

function chartOf(table: Table, config: ScatterChartConfig, clouds: ReducedCloud[]): Chart {
  const axis = (name: string) => axisOf(findColumn(table.schema, name)!)
  const names = config.y.join(', ')
  return {
    ecokiChart: 1,
    kind: 'scatter',
    title: config.title ?? `${names} / ${config.x}`,
    x: axis(config.x),
    y: [{ ...axis(config.y[0]), label: names }],
    series: clouds.map((cloud, index) => seriesOf(cloud, config.y[index])),
    rows: table.rows,
    reduced: clouds.some(({ reduced }) => reduced),
    ...(config.diagonal && { diagonal: true }),
  }
}

function seriesOf({ x, y, count }: ReducedCloud, name: string): Chart['series'][number] {
  return { name, axis: 0, x, y, ...(count && { count }) }
}
