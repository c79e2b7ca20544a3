import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPlant } from '#test/fixtures/plant.ts'
import type { TestPlant } from '#test/fixtures/plant.ts'
import { axeFindings } from './axe.ts'
import { must } from './person.ts'
import { newProject, openTab } from './tab.ts'

let plant: TestPlant
beforeAll(async () => {
  plant = await startPlant({ 'ledger-mb': 16 })
}, 60_000)
afterAll(() => plant.remove())

test('an OPC UA server is connected by its certificate and its folders, seen before it is saved, and then live', async () => {
  const { projectId, admin } = await newProject('Connections')
  const { page } = await openTab({ as: admin })
  await page.goto(`/p/${projectId}/plant/connections`)
  await page.getByText('No machine is connected yet.').waitFor()
  await page.getByRole('link', { name: 'Connect a machine' }).click()
  await page.getByLabel('OPC UA').check()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await page.getByLabel('Name').fill('Air')
  await page.getByLabel('Address').fill(plant.client.file.opcUa)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText('The machine shows a certificate that nobody has decided about.').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Trust', exact: true }).click()
  await page.getByText('The machine answers').waitFor()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await page.getByRole('button', { name: 'What is in “Simulated plant”' }).click()
  await page.getByRole('button', { name: 'Take all that is in “Simulated plant”' }).click()
  await page.getByText(/^[1-9]\d* points chosen/).waitFor()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await page.getByRole('button', { name: 'See values now' }).click()
  const shown = page.getByRole('row').filter({ has: page.locator('input[value$="/plant/opc-ua/simulated"]') })
  await shown.getByText('true', { exact: true }).waitFor()
  expect(await must(admin, 'connections.list', { projectId }), 'nothing is saved yet').toEqual([])

  await page.getByRole('button', { name: 'Save and read' }).click()
  await page.getByText(/^Running for/).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Show its tags' }).click()
  const pressure = page.getByRole('row').filter({ hasText: 'compressor-1/outlet-pressure' })
  await pressure.getByText('bar', { exact: true }).waitFor()
  await pressure.getByText('good').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Connections' }).click()
  await page.getByRole('button', { name: 'Pause “Air”' }).click()
  await page.getByText(/^Paused for/).waitFor()
})
