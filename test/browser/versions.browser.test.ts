import { expect, inject, test } from 'vitest'
import { small } from './documents.ts'
import { chooseNothing, node, openEditor, place, savePipeline, saveState } from './editor.ts'
import { invited, must } from './person.ts'
import { saveAgain } from './runs.ts'
import { newProject, openTab } from './tab.ts'

test('an earlier version is compared, named and brought back without destroying the later one', async () => {
  const { projectId, admin } = await newProject('Versions')
  const id = await savePipeline(admin, projectId, { name: 'Twice', ...small })
  await saveAgain(admin, { projectId, id }, (document) => {
    document.nodes[0].config = { days: 7 }
  })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await page.getByRole('tab', { name: 'Versions' }).click()
  const first = page.getByRole('listitem').filter({ hasText: 'Version 1' })
  await first.getByRole('button', { name: 'Name' }).click()
  await page.getByLabel('Name of the version').fill('Four weeks')
  await page.getByRole('dialog').getByRole('button', { name: 'Name' }).click()
  await first.getByText('Four weeks').waitFor()
  await first.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('dialog').getByText('station differs:').waitFor()
  await page.keyboard.press('Escape')
  await first.getByRole('button', { name: 'Bring back' }).click()
  await saveState(page, 'Not saved; kept as a draft').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await saveState(page, 'Saved, version 3').waitFor()
  const saved = await must(admin, 'pipelines.get', { projectId, id })
  expect(saved.document.nodes[0].config).toEqual({ days: 28 })
  const second = await must(admin, 'pipelines.get', { projectId, id, revision: 2 })
  expect(second.document.nodes[0].config).toEqual({ days: 7 })
})

test('two people change one pipeline: the second one hears of it and merges', async () => {
  const { projectId, admin } = await newProject('Two')
  const otto = await invited(inject('administrator'), { projectId, role: 'engineer', name: 'Otto' })
  const id = await savePipeline(admin, projectId, { name: 'Ours', ...small })
  const mine = await openTab({ as: admin })
  const his = await openTab({ as: otto })
  await Promise.all([openEditor(mine.page, projectId, id), openEditor(his.page, projectId, id)])
  await place(his.page, 'Filter rows')
  await his.page.getByRole('button', { name: 'Save', exact: true }).click()
  await saveState(his.page, 'Saved, version 2').waitFor()

  await node(mine.page, 'chart').waitFor()
  await chooseNothing(mine.page)
  await place(mine.page, 'Resample')
  await mine.page.getByText(`Changed by Otto`).waitFor()
  await mine.page.getByRole('button', { name: 'Save', exact: true }).click()
  const dialog = mine.page.getByRole('dialog', { name: 'Changed by someone else meanwhile' })
  await dialog.getByText('New node filter').waitFor()
  await dialog.getByText('New node resample').waitFor()
  await dialog.getByRole('button', { name: 'Merge both' }).click()
  await mine.page.getByRole('button', { name: 'Save', exact: true }).click()
  await saveState(mine.page, 'Saved, version 3').waitFor()
  const { document } = await must(admin, 'pipelines.get', { projectId, id })
  const names = (document.nodes as { id: string }[]).map((one) => one.id)
  expect(names.toSorted()).toEqual(['chart', 'filter', 'resample', 'station'])
})
