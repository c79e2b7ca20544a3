import { test } from 'vitest'
import type { Page } from 'playwright-core'
import { newProject, openTab } from './tab.ts'

test('by the keyboard alone: a pipeline of two blocks is made and run', async () => {
  const { projectId, admin } = await newProject('Keyboard')
  const { page } = await openTab({ as: admin })
  await page.goto(`/p/${projectId}/pipelines`)
  await tabTo(page, 'New pipeline')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByLabel('Name').waitFor()
  await page.keyboard.type('By hand')
  await page.keyboard.press('Enter')
  await page.getByRole('toolbar', { name: 'Pipeline' }).waitFor()
  await add(page, 'simulated compressed')
  await page.locator('.react-flow__node[data-id="simulated-history"]').waitFor()
  await add(page, 'line chart')
  await page.locator('.react-flow__edge').waitFor({ state: 'attached' })
  await page.keyboard.press('Control+s')
  await page.getByText('Saved, version 2').waitFor()
  await page.keyboard.press('Control+Enter')
  const strip = page.getByRole('region', { name: 'Run that is shown' })
  await strip.getByText('2 of 2 steps').waitFor()
  await strip.getByText('Done', { exact: true }).first().waitFor()
})

/** Finds a block in the list and places it beside what is chosen. */
async function add(page: Page, words: string): Promise<void> {
  await tabTo(page, 'Search blocks')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(words)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

/** Presses Tab until something of this name has the keyboard. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page
    .getByLabel(name, { exact: true })
    .or(page.getByRole('button', { name, exact: true }))
    .first()
  await wanted.waitFor()
  for (let pressed = 0; pressed < 120; pressed++) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard does not come to “${name}”`)
}
