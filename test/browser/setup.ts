/** What all browser tests share: one whole product with its first account, one Chromium. */
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { startProduct } from '#test/fixtures/product.ts'
import { chromiumFlags, findChromium } from './chromium.ts'
import { acceptLink, setupLink } from './person.ts'
import type { PersonRecord } from './person.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Chromium is spoken to. */
    browserAddress: string
    gatewayUrl: string
    productDataDir: string
    /** Administers the installation. */
    administrator: PersonRecord
  }
}

/** Vitest calls this once before the browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { path: executablePath, env } = findChromium()
  const browser = await chromium.launchServer({ executablePath, env, args: chromiumFlags })
  const product = await startProduct().catch(async (error: unknown) => {
    await browser.close()
    throw error
  })
  const stop = async () => {
    await browser.close()
    await product.end()
    await product.remove()
  }
  try {
    const secret = (await setupLink(product)).split('#')[1]
    const url = product.instance().url!
    const account = { secret, name: 'Ada', email: 'ada@plant.example' }
    project.provide('administrator', await acceptLink(url, account))
    project.provide('browserAddress', browser.wsEndpoint())
    project.provide('gatewayUrl', url)
    project.provide('productDataDir', product.dataDir)
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}
