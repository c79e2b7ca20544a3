import type { BlockCall, BlockResult } from '#blocks/block.ts'
import { tableInput } from '#blocks/block.ts'
import type { Chart, ChartSeries } from '#blocks/charts/chart.ts'
import { axisOf } from '#blocks/charts/chart.ts'
import { reduceLine } from '#blocks/charts/reduce-line.ts'
import { chartResult } from '#blocks/charts/result.ts'
import { pause } from '#blocks/kernels/pause.ts'
import { requireTimeOrder } from '#blocks/kernels/time-order.ts'
import { floatsOf } from '#blocks/linear-algebra/floats.ts'
import type { Column } from '#pipeline/ports.ts'
import { gridStepUs } from '#pipeline/ports.ts'
import type { Table } from '#pipeline/table.ts'
import { columnNamed, isMissing, timesOf } from '#pipeline/table.ts'
import type { LineChartConfig } from './spec.ts'
import { drawnColumns, unitOf, unitsOf } from './spec.ts'

export async function run({ inputs, config, ctx }: BlockCall<LineChartConfig>): Promise<BlockResult> {
  const table = tableInput(inputs, 'table')
  const columns = drawnColumns(table.schema, config)
  if (!columns.ok) throw new Error('validation has let missing columns pass')
  requireTimeOrder(timesOf(table))
  const series: (ChartSeries & { reduced: boolean })[] = []
  for (const column of columns.value) {
    await pause(ctx, series.length, columns.value.length)
    series.push(lineOf(table, column, unitsOf(columns.value)))
  }
  return chartResult(chartOf(table, columns.value, series, config), 'line-chart', ctx.data)
}

function lineOf(table: Table, column: Column, units: string[]): ChartSeries & { reduced: boolean } {
  const data = columnNamed(table, column.name)
  const values = floatsOf(data)
  const isEmpty = (row: number): boolean => isMissing(data, row) || !Number.isFinite(values[row])
  const line = reduceLine({ times: timesOf(table), values, isEmpty, stepUs: gridStepUs(table.schema) })
  return { name: column.name, axis: unitOf(column) === units[0] ? 0 : 1, ...line }
}

function chartOf(
  table: Table,
  columns: Column[],
  lines: (ChartSeries & { reduced: boolean })[],
  { title }: LineChartConfig,
): Chart {
  const { column: timeColumn, zone } = table.schema.time!
  const units = unitsOf(columns)
  const times = timesOf(table)
  return {
    ecokiChart: 1,
    kind: 'line',
    title: title ?? columns.map(({ name }) => name).join(', '),
    x: { label: timeColumn, zone, ...(table.rows > 0 && { from: times[0], to: times[table.rows - 1] }) },
    y: units.map((unit) => sharedAxis(columns.filter((column) => unitOf(column) === unit))),
    series: lines.map(({ name, axis, x, y }) => ({ name, axis, x, y })),
    rows: table.rows,
    reduced: lines.some(({ reduced }) => reduced),
  }
}

function sharedAxis(columns: Column[]): Chart['y'][number] {
  return { ...axisOf(columns[0]), ...(columns.length > 1 && { label: '' }) }
}
