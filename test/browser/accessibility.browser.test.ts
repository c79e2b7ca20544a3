import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fillProject, pagesOf, visit } from './places.ts'
import { newProject, openTab } from './tab.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

test.each(['light', 'dark'] as const)('axe finds nothing serious on any page: %s', async (colorScheme) => {
  const { projectId, admin } = await newProject('Access')
  const places = await fillProject(admin, projectId)
  const { page } = await openTab({ as: admin, colorScheme })
  const found: string[] = []
  for (const place of pagesOf(places)) {
    await visit(page, place)
    found.push(...(await violations(page)).map((text) => `${place.path.replace(projectId, '…')}: ${text}`))
  }
  const stranger = await openTab({ colorScheme })
  await visit(stranger.page, { path: '/sign-in', ready: 'form' })
  found.push(...(await violations(stranger.page)).map((text) => `/sign-in: ${text}`))
  expect(found).toEqual([])
})

interface Result {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
}

/** Put in through the debugger, which the content policy does not bind. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const options = JSON.stringify({ runOnly: standards, resultTypes: ['violations'] })
  const { violations: found } = await page.evaluate<Result>(`axe.run(document, ${options})`)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id} ${html.slice(0, 200)}`))
}
