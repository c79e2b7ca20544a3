import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  choose,
  chooseNothing,
  drawWire,
  node,
  openEditor,
  place,
  savePipeline,
  saveState,
  wires,
} from './editor.ts'
import { newProject, openTab } from './tab.ts'

test('everything that was drawn is undone to the empty canvas, and done again', async () => {
  const { projectId, admin } = await newProject('Undo')
  const id = await savePipeline(admin, projectId, { name: 'From nothing' })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await place(page, 'Simulated compressed-air station')
  await place(page, 'Filter rows')
  expect(await wires(page).count()).toBe(1)
  await chooseNothing(page)
  await place(page, 'Line chart')
  await drawWire(page, { from: ['filter', 'table'], to: ['line-chart', 'table'] })
  await expect.poll(() => wires(page).count()).toBe(2)
  await choose(page, 'filter')
  await page.getByLabel('Name', { exact: true }).fill('working')
  await page.getByLabel('Name', { exact: true }).press('Enter')
  await node(page, 'working').waitFor()
  await page.getByLabel('Switched on').click()
  await node(page, 'working').locator('[data-disabled]').waitFor()
  await chooseNothing(page)
  await page.keyboard.press('n')
  const before = { nodes: 4, wires: 2 }
  await expect.poll(() => drawn(page)).toEqual(before)

  const undo = page.getByRole('button', { name: 'Undo', exact: true })
  let steps = 0
  for (; await undo.isEnabled(); steps++) await undo.click()
  await saveState(page, 'Saved, version 1').waitFor()
  await expect.poll(() => drawn(page)).toEqual({ nodes: 0, wires: 0 })
  expect(steps).toBe(7)
  await chooseNothing(page)
  for (let step = 0; step < steps; step++) await page.keyboard.press('Control+y')
  await expect.poll(() => drawn(page)).toEqual(before)
  await node(page, 'working').locator('[data-disabled]').waitFor()
  await node(page, 'line-chart').waitFor()
})

async function drawn(page: Page): Promise<{ nodes: number; wires: number }> {
  return { nodes: await page.locator('.react-flow__node').count(), wires: await wires(page).count() }
}
