import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newProject, openTab } from './tab.ts'

test('from a template to its charts by one click', async () => {
  const { projectId, admin } = await newProject('Template')
  const { page } = await openTab({ as: admin })
  await page.goto(`/p/${projectId}`)
  await page.getByRole('button', { name: 'Run: Forecast the next day' }).click()
  await page.getByRole('heading', { name: 'Forecast the next day', exact: true }).waitFor()
  await page.getByText('12 of 12 steps').waitFor()
  await page.getByRole('button', { name: 'over-time', exact: true }).click()
  const panel = page.getByRole('region', { name: 'over-time' })
  await panel.locator('canvas').first().waitFor()
  await expect.poll(() => drawnPixels(page, '[aria-label="over-time"] canvas')).toBeGreaterThan(500)
  await page.getByRole('button', { name: 'score', exact: true }).click()
  await page.getByRole('region', { name: 'score' }).getByText('energy_in_1d.rmse', { exact: true }).waitFor()
})

/** How many pixels of a drawing are not empty. */
async function drawnPixels(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector(${JSON.stringify(selector)})
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, index) => index % 4 === 3 && value > 0).length
  })()`)
}
