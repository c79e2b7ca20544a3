import { expect, test } from 'vitest'
import type { Chart } from '#blocks/charts/chart.ts'
import type { Table } from '#pipeline/table.ts'
import { valuesOf } from '#test/fixtures/cells.ts'
import { localData } from '#test/fixtures/local-data.ts'
import { propagate, runBlock } from '#test/fixtures/run-block.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable } from '#test/fixtures/tables.ts'
import { run } from './run.ts'
import { scatterChart as block } from './spec.ts'

const scatterChart = { block, run }

async function drawn(table: Table, config: Record<string, unknown>) {
  await using local = await localData()
  const { outputs } = await runBlock(scatterChart, table, config, { data: local.data })
  if (outputs.chart.type !== 'chart' || outputs.report.type !== 'report') throw new Error('no chart')
  return { chart: outputs.chart.chart as unknown as Chart, page: await local.read(outputs.report.file) }
}

test('the rows with both values, in ascending x', async () => {
  const table = seededTable(6)
  const { chart, page } = await drawn(table, { x: 'level', y: ['amount', 'counter'], diagonal: true })
  const [level, amount] = ['level', 'amount'].map((name) => valuesOf(table, name) as (number | null)[])
  const pairs = level.flatMap((x, row) =>
    Number.isFinite(x) && Number.isFinite(amount[row]) ? [[x, amount[row]]] : [],
  )
  const found = chart.series[0].x.map((x, index) => [x, chart.series[0].y[index]])
  expect(found).toEqual(pairs.sort((a, b) => a[0]! - b[0]!))
  expect(chart).toMatchObject({
    kind: 'scatter',
    diagonal: true,
    y: [{ label: 'amount, counter', unit: 'kW.h' }],
  })
  expect(page.length).toBeGreaterThan(50_000)
})

test.each([
  ['empty', emptyTable(), 0],
  ['one row', oneRowTable(), 1],
  ['all missing', allMissingTable(), 0],
])('%s', async (_, table, points) => {
  const { chart } = await drawn(table, { x: 'level', y: ['amount'] })
  expect(chart.series[0].x).toHaveLength(points)
  expect(chart.title).toBe('amount / level')
})

test('two units on one axis and text are refused', () => {
  const codes = (config: Record<string, unknown>) =>
    propagate(scatterChart, seededTable(1), config).findings?.map((finding) => finding.code)
  expect(codes({ x: 'count', y: ['level', 'amount'] })).toEqual(['scatter-chart.units'])
  expect(codes({ x: 'state', y: ['level'] })).toEqual(['column-type'])
})
