import { test } from 'vitest'
import { block, wire } from './documents.ts'
import { savePipeline } from './editor.ts'
import { runPipeline, saveAgain } from './runs.ts'
import { newProject, openTab } from './tab.ts'

const above = (value: number) => ({ conditions: [{ column: 'power', operator: '>', value }] })

test('the failed run is found, opens at the block that failed, and is compared with the last good one', async () => {
  const { projectId, admin } = await newProject('Failed')
  const nodes = [
    block('station', 'simulated-history', { days: 28 }),
    block('keep', 'filter', above(0)),
    block('fit', 'linear-regression-fit', { target: 'power', features: ['flow'] }),
  ]
  const edges = [wire('station', 'keep'), wire('keep', 'fit')]
  const id = await savePipeline(admin, projectId, { name: 'Power of flow', nodes, edges })
  await runPipeline(admin, projectId, id)
  await saveAgain(admin, { projectId, id }, (document) => {
    document.nodes[1].config = above(1e9)
  })
  await runPipeline(admin, projectId, id)

  const { page } = await openTab({ as: admin })
  await page.goto(`/p/${projectId}/runs`)
  await page.getByRole('group', { name: 'States' }).getByText('Failed').click()
  const row = page.getByRole('row').filter({ hasText: 'Power of flow' })
  await row.getByText('fit', { exact: true }).waitFor()
  await row.getByRole('link', { name: 'Power of flow' }).click()
  await page.getByRole('region', { name: 'fit' }).getByRole('heading', { name: 'fit' }).waitFor()
  await page
    .getByRole('region', { name: 'What changed since the last good run' })
    .getByText('1000000000')
    .waitFor()
  await page.getByRole('link', { name: 'Compare with the last good run' }).click()
  await page.getByRole('heading', { name: 'Compare two runs' }).waitFor()
  await page.getByRole('region', { name: 'Earlier' }).getByText('Done').waitFor()
  await page.getByRole('region', { name: 'Later' }).getByText('Failed').waitFor()
  await page.getByRole('region', { name: 'Difference' }).getByText('1000000000').waitFor()
  const profiles = page.getByRole('region', { name: 'Column profiles' })
  await profiles.getByRole('row', { name: /^Missing/ }).waitFor()
})
