import { expect, test } from 'vitest'
import type { Chart } from '#blocks/charts/chart.ts'
import type { Table } from '#pipeline/table.ts'
import { localData } from '#test/fixtures/local-data.ts'
import { propagate, runBlock } from '#test/fixtures/run-block.ts'
import { allMissingTable, emptyTable, oneRowTable, seededTable } from '#test/fixtures/tables.ts'
import { run } from './run.ts'
import { lineChart as block } from './spec.ts'

const lineChart = { block, run }

async function drawn(table: Table, config: Record<string, unknown> = {}) {
  await using local = await localData()
  const { outputs } = await runBlock(lineChart, table, config, { data: local.data })
  if (outputs.chart.type !== 'chart' || outputs.report.type !== 'report') throw new Error('no chart')
  const page = (await local.read(outputs.report.file)).toString()
  return { chart: outputs.chart.chart as unknown as Chart, report: outputs.report.file, page }
}

test('two units, two axes, a page of it all', async () => {
  const table = seededTable(2, { grid: 6e7 })
  const { chart, report, page } = await drawn(table, { columns: ['level', 'amount'], title: 'Anlage 1' })
  expect(chart.x).toMatchObject({ zone: 'Europe/Berlin' })
  expect(chart.y).toEqual([
    { label: 'level', unit: 'm' },
    { label: 'amount', unit: 'kW.h', quantity: 'energy' },
  ])
  expect(chart.series.map(({ name, axis }) => [name, axis])).toEqual([
    ['level', 0],
    ['amount', 1],
  ])
  expect(chart.series[0].y.filter((value) => value === null).length).toBeGreaterThan(5)
  expect(report).toMatchObject({ mime: 'text/html', bytes: new TextEncoder().encode(page).length })
  expect(page).toContain('<h1>Anlage 1</h1>')
})

test('without columns named: the first ones that fit on two axes', async () => {
  const { chart } = await drawn(seededTable(2, { grid: 6e7 }))
  expect(chart.series.map((series) => series.name)).toEqual(['level', 'amount', 'counter'])
})

test('equal tables give equal pages', async () => {
  const table = seededTable(3, { grid: 6e7, rows: 5_000 })
  expect((await drawn(table)).report).toEqual((await drawn(table)).report)
})

test.each([
  ['empty', emptyTable(), 0],
  ['one row', oneRowTable(), 1],
  ['all missing', allMissingTable(), 0],
])('%s', async (_, table, points) => {
  const { chart, page } = await drawn(table, { columns: ['level'] })
  expect(chart.series[0].y).toHaveLength(points)
  expect(page).toContain('<h1>level</h1>')
})

test('a third unit, text and a table without time are refused', () => {
  const table = seededTable(2)
  const codes = (config: Record<string, unknown>, given = table) =>
    propagate(lineChart, given, config).findings?.map((finding) => finding.code)
  expect(codes({ columns: ['level', 'amount', 'count'] })).toEqual(['line-chart.units'])
  expect(codes({ columns: ['state'] })).toEqual(['column-type'])
  const timeless = { ...table, schema: { columns: table.schema.columns } }
  expect(codes({ columns: ['level'] }, timeless)).toEqual(['time-missing'])
})

test('rows out of order are refused', async () => {
  const table = seededTable(2, { unsorted: true })
  await expect(drawn(table)).rejects.toMatchObject({ code: 'rows-not-in-time-order' })
})
