import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { TestContext } from 'vitest'
import { testEnvironment } from '#config/test.ts'
import { choose, drawWire, node, openEditor, pick, place, savePipeline } from './editor.ts'
import { newProject, openTab } from './tab.ts'

const reason = 'ECOKI_TEST_DATA names no folder with steel-industry-energy.csv (docs/examples.md)'

function steelFile(context: Pick<TestContext, 'skip'>): string {
  const { ECOKI_TEST_DATA: folder, CI } = testEnvironment()
  if (folder) return join(folder, 'steel-industry-energy.csv')
  if (CI) throw new Error(reason)
  return context.skip(reason)
}

test('the pipeline of the steel plant is drawn from nothing, with its file, and runs', async (context) => {
  const file = steelFile(context)
  const { projectId, admin } = await newProject('Steel')
  const id = await savePipeline(admin, projectId, { name: 'Steel plant' })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await place(page, 'Read CSV')
  await bringFile(page, file)
  await place(page, 'Lag')
  await pick(page, 'Columns', 'Usage_kWh')
  await place(page, 'Split in time')
  await place(page, 'Fit linear regression')
  await pick(page, 'Target', 'Usage_kWh')
  await pick(page, 'Features', 'Usage_kWh_lag_1')
  await place(page, 'Predict with linear regression')
  await page.getByRole('button', { name: 'Show everything' }).click()
  await drawWire(page, { from: ['time-split', 'test'], to: ['linear-regression-predict', 'table'] })
  await choose(page, 'linear-regression-predict')
  await place(page, 'Score')
  await pick(page, 'Actual values', 'Usage_kWh')
  await pick(page, 'Predictions', 'Usage_kWh_predicted')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const strip = page.getByRole('region', { name: 'Run that is shown' })
  await strip.getByText('6 of 6 steps').waitFor({ timeout: 90_000 })
  await strip.getByText('Done', { exact: true }).first().waitFor()
  // As many quarters of an hour as the year 2018 has.
  await expect.poll(() => node(page, 'read-csv').textContent()).toContain('35,040')
})

/** The file's own ways: days before months, local times of Seoul, a midnight that closes its day. */
async function bringFile(page: Page, file: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('steel-industry-energy.csv · ').waitFor()
  await page.getByLabel('Time zone').fill('Asia/Seoul')
  await page.getByLabel('Date format').fill('%d/%m/%Y %H:%M')
  await pick(page, 'Times that step back', 'midnight belongs to the day before')
  await pick(page, 'Stamp', 'end of the interval')
  await page.getByRole('button', { name: 'Look into the file' }).click()
  const preview = page.getByRole('table', { name: 'First rows' })
  await preview.getByRole('columnheader', { name: 'Usage_kWh' }).waitFor()
}
