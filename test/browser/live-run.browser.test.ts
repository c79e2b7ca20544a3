import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { readInstance } from './product.ts'
import { holdTable } from '#test/drills/holds.ts'
import { small } from './documents.ts'
import { node, openEditor, savePipeline } from './editor.ts'
import { newProject, openTab } from './tab.ts'

test('a run whose worker is killed in the middle is seen to try again, and ends done', async () => {
  const { projectId, admin } = await newProject('Killed')
  const id = await savePipeline(admin, projectId, { name: 'Killed', ...small })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await node(page, 'chart').waitFor()
  await noteStates(page)
  const { databaseUrl, processes } = readInstance(inject('productDataDir'))
  // Nothing can be stored: the first block stands where its result is written down.
  const hold = await holdTable(databaseUrl!, 'object_reference')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await node(page, 'station').getByText('running').waitFor()
  await hold.reached()
  process.kill(processes.find(({ name }) => name === 'worker')!.pid!, 'SIGKILL')
  await hold.release()
  const strip = page.getByRole('region', { name: 'Run that is shown' })
  await strip.getByText('2 of 2 steps').waitFor({ timeout: 120_000 })
  await strip.getByText('Done', { exact: true }).first().waitFor()
  await node(page, 'station').getByText('done').waitFor()
  expect(await page.evaluate<string[]>('window.statesSeen')).toContain('retrying')
})

/** Remembers each state that a block shows, however short. */
async function noteStates(page: Page): Promise<void> {
  await page.evaluate(`
    window.statesSeen = []
    new MutationObserver(() => {
      for (const step of document.querySelectorAll('.ecoki-step')) window.statesSeen.push(step.dataset.status)
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  `)
}
