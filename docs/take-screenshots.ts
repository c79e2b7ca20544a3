/** Takes docs/screenshots anew, from a product of its own: `npm run screenshots`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'
import { chromiumFlags, findChromium } from '#test/browser/chromium.ts'
import { savePipeline } from '#test/browser/editor.ts'
import { acceptLink, must, setupLink } from '#test/browser/person.ts'
import type { PersonRecord } from '#test/browser/person.ts'
import { fillProject } from '#test/browser/places.ts'
import { runPipeline } from '#test/browser/runs.ts'
import { startProduct } from '#test/fixtures/product.ts'

const folder = join(import.meta.dirname, 'screenshots')
const languages = { en: 'en-GB', de: 'de-DE' }
const themes = ['light', 'dark'] as const

interface Screen {
  name: string
  path: string
  /** In sight before the picture is taken. */
  ready: string
}

const product = await startProduct()
try {
  const secret = (await setupLink(product)).split('#')[1]
  const url = product.instance().url!
  const person = await acceptLink(url, { secret, name: 'Ada', email: 'ada@plant.example' })
  await takeAll(person, await prepareScreens(person))
} finally {
  await product.end()
  await product.remove()
}

async function prepareScreens(person: PersonRecord): Promise<Screen[]> {
  const { id: projectId } = await must(person, 'projects.create', { name: 'Compressed air' })
  const { templates } = await must(person, 'resources.templates', {})
  const { document } = templates.find(({ id }: { id: string }) => id === 'energy-drivers')
  const { nodes, edges, layout } = document
  const drawn = { name: 'Energy drivers', nodes, edges, layout }
  const pipeline = await savePipeline(person, projectId, drawn)
  const run = await runPipeline(person, projectId, pipeline)
  const { good, failed } = await fillProject(person, projectId, 'Station')
  const at = `/p/${projectId}`
  return [
    { name: 'start', path: at, ready: 'article button' },
    { name: 'template', path: `${at}/templates/energy-drivers`, ready: 'form, [role=group], main button' },
    { name: 'pipelines', path: `${at}/pipelines`, ready: 'tbody tr' },
    { name: 'editor', path: `${at}/pipelines/${pipeline}`, ready: '.react-flow__node[data-id="drivers"]' },
    { name: 'editor-run', path: `${at}/pipelines/${pipeline}?run=${run}`, ready: '.ecoki-run-strip' },
    { name: 'runs', path: `${at}/runs`, ready: 'tbody tr' },
    { name: 'run', path: `${at}/runs/${run}?node=over-time`, ready: 'section canvas' },
    { name: 'run-failed', path: `${at}/runs/${failed}`, ready: '.failure-text' },
    { name: 'compare', path: `${at}/compare?left=${good}&right=${failed}`, ready: '.halves section' },
    { name: 'settings', path: `${at}/settings?section=members`, ready: '[role=tabpanel] section' },
  ]
}

async function takeAll(person: PersonRecord, screens: Screen[]): Promise<void> {
  const { path: executablePath, env } = findChromium()
  const browser = await chromium.launch({ executablePath, env, args: chromiumFlags })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  try {
    for (const [language, locale] of Object.entries(languages))
      for (const theme of themes) {
        const context = await openContext(browser, person, { locale, colorScheme: theme })
        for (const screen of screens)
          await take(context, screen, join(folder, `${language}-${theme}-${screen.name}.jpg`))
        await context.close()
      }
  } finally {
    await browser.close()
  }
}

async function openContext(
  browser: Browser,
  { url, cookies }: PersonRecord,
  look: { locale: string; colorScheme: 'light' | 'dark' },
): Promise<BrowserContext> {
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({ baseURL: url, viewport, reducedMotion: 'reduce', ...look })
  await context.addCookies(
    cookies.map((cookie) => {
      const [name, ...value] = cookie.split('=')
      return { name, value: value.join('='), url }
    }),
  )
  return context
}

async function take(context: BrowserContext, { path, ready }: Screen, file: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(path)
  await page.locator(ready).first().waitFor()
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined) // the live stream never rests
  await page.waitForTimeout(1_000)
  writeFileSync(file, await page.screenshot({ type: 'jpeg', quality: 70 }))
  await page.close()
}
