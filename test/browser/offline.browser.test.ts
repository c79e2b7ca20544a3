import { expect, test } from 'vitest'
import { small } from './documents.ts'
import { choose, node, openEditor, place, savePipeline, saveState } from './editor.ts'
import { must } from './person.ts'
import { newProject, openTab } from './tab.ts'

const networkAway = /net::ERR_INTERNET_DISCONNECTED/

test('without the network one goes on drawing; the draft outlives the tab and is saved when it is back', async () => {
  const { projectId, admin } = await newProject('Offline')
  const id = await savePipeline(admin, projectId, { name: 'Draft', ...small })
  const { page, context } = await openTab({ as: admin, expected: networkAway })
  await openEditor(page, projectId, id)
  await choose(page, 'station')
  await context.setOffline(true)
  await place(page, 'Filter rows')
  await node(page, 'filter').waitFor()
  await page.getByText(/^The gateway is away/).waitFor()
  await saveState(page, 'Not saved; kept as a draft').waitFor()
  await page.close()
  await context.setOffline(false)

  const again = await context.newPage()
  await openEditor(again, projectId, id)
  await again.getByText(/^You are going on with what you had not saved/).waitFor()
  await node(again, 'filter').waitFor()
  await again.getByRole('button', { name: 'Save', exact: true }).click()
  await saveState(again, 'Saved, version 2').waitFor()
  const { document } = await must(admin, 'pipelines.get', { projectId, id })
  expect((document.nodes as { id: string }[]).map((one) => one.id)).toContain('filter')
})

test('a tab that is closed while one types loses nothing', async () => {
  const { projectId, admin } = await newProject('Closed')
  const id = await savePipeline(admin, projectId, { name: 'Before', ...small })
  const { page, context } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await page.getByLabel('Name', { exact: true }).fill('A name that nobody has saved')
  await page.close({ runBeforeUnload: true })
  const again = await context.newPage()
  await openEditor(again, projectId, id)
  await again.getByRole('heading', { name: 'A name that nobody has saved' }).waitFor()
})
