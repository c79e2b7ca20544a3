/** Browser tabs that must stay clean: no request to elsewhere, no violated policy, no error, no dialog. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, expect, inject, onTestFinished } from 'vitest'
import { checkoutDirectory } from '#config/directories.ts'
import { must } from './person.ts'
import type { PersonRecord } from './person.ts'

/** How long things may take on a machine that has other things to do. */
export const patienceMs = 30_000

export interface Tab {
  page: Page
  context: BrowserContext
}

export interface TabOptions extends BrowserContextOptions {
  /** Nobody: not signed in. */
  as?: PersonRecord
  /** Console messages that the test provokes, a network that is away for instance. */
  expected?: RegExp
  /** Another gateway than the shared one. */
  url?: string
}

let browser: Promise<Browser> | undefined
afterAll(async () => {
  await (await browser)?.close()
})

/** Opens a browser of its own with one tab, closed and judged after the test. */
export async function openTab({
  as,
  expected,
  url = inject('gatewayUrl'),
  ...options
}: TabOptions = {}): Promise<Tab> {
  browser ??= chromium.connect(inject('browserAddress'))
  const context = await (
    await browser
  ).newContext({
    ...{ baseURL: url, locale: 'en-GB', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
    ...{ reducedMotion: 'reduce', acceptDownloads: false },
    ...options,
  })
  context.setDefaultTimeout(patienceMs)
  if (as) await context.addCookies(as.cookies.map((cookie) => cookieOf(cookie, url)))
  const findings = watch(context, { url, expected })
  const reported = await policyReports(url)
  const page = await context.newPage()
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await takePicture(context.pages().at(-1) ?? page, task.name)
    await context.close()
    expect(findings).toEqual([])
    expect(await policyReports(url), 'reports of the content policy').toBe(reported)
  })
  return { page, context }
}

/** A project of its own, for the administrator. */
export async function newProject(name: string): Promise<{ projectId: string; admin: PersonRecord }> {
  const admin = inject('administrator')
  const { id } = await must(admin, 'projects.create', { name: `${name} ${randomUUID().slice(0, 8)}` })
  return { projectId: id as string, admin }
}

function watch(context: BrowserContext, { url, expected }: { url: string; expected?: RegExp }): string[] {
  const findings: string[] = []
  context.on('request', (request) => {
    const address = request.url()
    if (!address.startsWith(`${url}/`) && !/^(data|blob):/.test(address))
      findings.push(`request to ${address}`)
  })
  context.on('dialog', (dialog) => {
    findings.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('weberror', (error) => findings.push(`page error: ${String(error.error().stack)}`))
  context.on('console', (message) => {
    const text = message.text()
    if (message.type() !== 'error' || isRefusal(text) || expected?.test(text)) return
    findings.push(`console: ${text}`)
  })
  return findings
}

/** Chromium notes every answer of the 400s; the page shows what it means. */
function isRefusal(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of 4\d\d/.test(text)
}

async function policyReports(url: string): Promise<number> {
  const response = await fetch(`${url}/api/policy-reports`)
  return ((await response.json()) as { count: number }).count
}

function cookieOf(text: string, url: string): { name: string; value: string; url: string } {
  const at = text.indexOf('=')
  return { name: text.slice(0, at), value: text.slice(at + 1), url }
}

/** Of what was there when a test failed. */
async function takePicture(page: Page, name: string): Promise<void> {
  const folder = join(checkoutDirectory, 'node_modules', '.ecoki-browser')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`)
  await page.screenshot({ path, timeout: 10_000 }).catch((error: unknown) => console.error(error))
}
