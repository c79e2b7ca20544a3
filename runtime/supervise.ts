import type { SupervisorConfig } from '#config/supervisor.ts'
import { Product } from './product.ts'
import { setupSteps } from './setup.ts'
import type { SetupStep } from './setup.ts'
import type { SetupView } from './setup-view.ts'

const tidyMs = 10_000

/** Where a supervisor says what it does: a terminal, or the process that waits for it. */
export interface Audience {
  createView(titles: string[]): SetupView
  onReady(product: Product): void
  onEvent(text: string): void
  onEnding(): void
  onEnded(): void
}

/** Brings the product up and keeps it running until a signal; returns the exit code. */
export async function supervise(config: SupervisorConfig, audience: Audience): Promise<number> {
  const product = new Product(config)
  product.onEvent = (text) => audience.onEvent(text)
  const ending = endingSignal()
  const tidyTimer = setInterval(() => product.tidy(), tidyMs)
  try {
    await Promise.race([setUp(product, setupSteps(product), audience), ending])
    await ending
    return 0
  } catch (error) {
    product.note(`Ends because of: ${(error as Error).stack}`)
    console.error(`\n${(error as Error).message}\nLogs: ${product.folder.logs}`)
    return 1
  } finally {
    clearInterval(tidyTimer)
    audience.onEnding()
    const wasReady = product.instance.isReady
    product.note('Ending')
    await product.stop()
    if (wasReady) audience.onEnded()
  }
}

async function setUp(product: Product, steps: SetupStep[], audience: Audience): Promise<void> {
  const view = audience.createView(steps.map(({ title }) => title))
  for (const [step, { run }] of steps.entries()) {
    view.show({ step, kind: 'begin' })
    try {
      const result = await run((text) => view.show({ step, kind: 'progress', text }))
      view.show({ step, kind: 'end', text: result || undefined })
    } catch (error) {
      view.show({ step, kind: 'failed', text: (error as Error).message })
      await view.finished
      throw error
    }
  }
  await view.finished
  product.instance.isReady = true
  product.note('Ready')
  audience.onReady(product)
}

/** Settles at the first signal that asks to end; further ones are not needed. Fails at an error nobody handled. */
function endingSignal(): Promise<void> {
  return new Promise((resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    process.on('uncaughtException', reject)
  })
}
