import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { fillProject, pagesOf, visit } from './places.ts'
import { newProject, openTab } from './tab.ts'

type Texts = Record<string, string>

test('in a German browser no page shows an English text', async () => {
  const { projectId, admin } = await newProject('Deutsch')
  const places = await fillProject(admin, projectId, 'Druckluft')
  const { page } = await openTab({ as: admin, locale: 'de-DE' })
  const english = onlyEnglish()
  const found: string[] = []
  for (const place of pagesOf(places)) {
    await visit(page, place)
    found.push(
      ...(await shownTexts(page)).filter((text) => english.has(text)).map((text) => `${place.path}: ${text}`),
    )
  }
  expect(found).toEqual([])
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  const stranger = await openTab({ locale: 'de-DE' })
  await stranger.page.goto('/')
  await stranger.page.getByRole('button', { name: 'Anmelden' }).waitFor()
})

/** Of nodes and ports, which are called the same everywhere. */
const names = new Set(['chart', 'report', 'table'])

/** English texts of the pages that are no German ones too. */
function onlyEnglish(): Set<string> {
  const [en, de] = ['en', 'de'].map((language) => {
    const folder = join(checkoutDirectory, 'web', 'i18n', language)
    return readdirSync(folder).flatMap((name) =>
      Object.values(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Texts),
    )
  })
  const german = new Set(de)
  return new Set(
    en.filter((text) => text.length > 1 && !german.has(text) && !text.includes('{{') && !names.has(text)),
  )
}

/** Texts in sight, and what screen readers say of things without any. */
async function shownTexts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const texts = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) texts.push(walker.currentNode.textContent.trim())
    for (const element of document.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-description'])
        texts.push(element.getAttribute(name) ?? '')
    return texts.filter(Boolean)
  })()`)
}
