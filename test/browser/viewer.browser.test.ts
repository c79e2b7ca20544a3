import { expect, inject, test } from 'vitest'
import { small } from './documents.ts'
import { choose, chooseNothing, node, openEditor, savePipeline, saveState, wires } from './editor.ts'
import { ask, invited, must } from './person.ts'
import { newProject, openTab } from './tab.ts'

test('a viewer looks at everything and changes nothing, in the editor and past it', async () => {
  const { projectId, admin } = await newProject('Viewer')
  const viewer = await invited(inject('administrator'), { projectId, role: 'viewer', name: 'Vera' })
  const id = await savePipeline(admin, projectId, { name: 'Not hers', ...small })
  const { page } = await openTab({ as: viewer })
  await page.goto(`/p/${projectId}/pipelines`)
  await page.getByRole('link', { name: 'Not hers' }).waitFor()
  expect(await page.getByRole('button', { name: 'New pipeline' }).count()).toBe(0)
  await openEditor(page, projectId, id)
  await saveState(page, 'For looking only').waitFor()
  for (const name of ['Save', 'Run', 'Undo', 'Tidy up'])
    expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0)
  await choose(page, 'station')
  await page.keyboard.press('Delete')
  await chooseNothing(page)
  await page.keyboard.press('n')
  await page.keyboard.press('Control+Enter')
  expect(await page.locator('.react-flow__node').count()).toBe(2)
  expect(await wires(page).count()).toBe(1)
  await node(page, 'station').waitFor()

  const { document, revision } = await must(viewer, 'pipelines.get', { projectId, id })
  const changes: [string, object][] = [
    ['pipelines.save', { document: { ...document, name: 'Hers' }, expectedRevision: revision }],
    ['pipelines.rename', { id, name: 'Hers' }],
    ['pipelines.archive', { id }],
    ['runs.start', { pipeline: { id } }],
  ]
  for (const [path, input] of changes) {
    const answer = await ask(viewer, path, { projectId, ...input })
    expect([path, answer.status, answer.data.code]).toEqual([path, 403, 'not-allowed'])
  }
  expect((await must(admin, 'pipelines.get', { projectId, id })).revision).toBe(1)
  expect((await must(admin, 'runs.list', { projectId })).items).toEqual([])
})
