import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { inspect } from '#blocks/read-csv/run.ts'
import { readCsv } from '#blocks/read-csv/spec.ts'
import { testEnvironment } from '#config/test.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { unitFromText } from '#pipeline/unit-names.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import type { LocalData } from '#test/fixtures/local-data.ts'
import type { PlanRun } from '#test/fixtures/run-plan.ts'
import { runDocument } from '#test/fixtures/run-plan.ts'

const reason = 'ECOKI_TEST_DATA names no folder with steel-industry-energy.csv (docs/examples.md)'

function steelFile(context: Pick<TestContext, 'skip'>): string {
  const { ECOKI_TEST_DATA: folder, CI } = testEnvironment()
  if (folder) return join(folder, 'steel-industry-energy.csv')
  if (CI) throw new Error(reason)
  return context.skip(reason)
}

/** The example with the file taken into the store and looked at, as starting a run does. */
async function pinned(name: string, path: string, local: LocalData): Promise<PipelineDocument> {
  const document = JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8')) as PipelineDocument
  const meter = document.nodes.find((node) => node.block === 'read-csv')!
  const file = await local.pinPath(path)
  const config = await inspected({ block: readCsv, inspect }, { ...meter.config, file }, local.data)
  meter.config = { ...config }
  return document
}

function metricsAt({ values }: PlanRun, port: string): Record<string, number> {
  const value = values.get(port)
  if (value?.type !== 'metrics') throw new Error(`no metrics at ${port}`)
  return value.values as Record<string, number>
}

test.each(['steel-energy.json', 'steel-energy-leak.json'])('%s: t CO2 are CO2 equivalents', async (name) => {
  const text = await readFile(new URL(name, import.meta.url), 'utf8')
  const { nodes } = JSON.parse(text) as PipelineDocument
  const { columns } = readCsv.config.parse(nodes.find(({ block }) => block === 'read-csv')!.config)
  expect(columns.find(({ name }) => name === 'co2')).toMatchObject(unitFromText('tCO2')!)
})

test(
  'linear regression beats the day before, 15 minutes and one day ahead',
  { timeout: 60_000 },
  async (context) => {
    const path = steelFile(context)
    await using local = await localData()
    const run = await runDocument(await pinned('steel-energy.json', path, local), { data: local.data })
    expect(run.issues).toEqual([])
    const table = run.values.get('meter.table')
    expect(table?.type === 'table' && table.table.rows).toBe(35_040)
    const scores = metricsAt(run, 'score.metrics')
    expect(scores.n).toBe(8_760)
    expect(scores['Usage_kWh_in_15min.skill']).toBeGreaterThan(0.5)
    expect(scores['Usage_kWh_in_1d.skill']).toBeGreaterThan(0.1)
    expect(scores['Usage_kWh_in_15min.rmse']).toBeLessThan(scores['Usage_kWh_in_1d.rmse'])
    expect(run.values.get('over-time.report')).toMatchObject({ file: { mime: 'text/html' } })
  },
)

test("the same interval's reactive power and CO2 are leaks by availability", async (context) => {
  const path = steelFile(context)
  await using local = await localData()
  const run = await runDocument(await pinned('steel-energy-leak.json', path, local), { data: local.data })
  const leaks = run.issues.filter((issue) => issue.node === 'fit')
  expect(leaks.map(({ code, severity, field }) => [code, severity, field])).toEqual([
    ['leak', 'warning', 'features.0'],
    ['leak', 'warning', 'features.1'],
  ])
  expect(metricsAt(run, 'score.metrics')['Usage_kWh_predicted.r2']).toBeGreaterThan(0.9)
})
