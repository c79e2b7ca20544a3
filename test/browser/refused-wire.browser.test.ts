import { expect, test } from 'vitest'
import { block, wire } from './documents.ts'
import { choose, drawWire, node, openEditor, savePipeline, wires } from './editor.ts'
import { newProject, openTab } from './tab.ts'

test('a wire that closes a circle and one of another type are refused with the reason', async () => {
  const { projectId, admin } = await newProject('Refused')
  const nodes = [
    block('keep', 'filter'),
    block('fit', 'linear-regression-fit', { target: 'power', features: ['flow'] }),
  ]
  const id = await savePipeline(admin, projectId, { name: 'Refused', nodes, edges: [wire('keep', 'fit')] })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await node(page, 'fit').waitFor()
  const refusal = page.getByRole('alertdialog', { name: 'This wire does not fit' })
  await drawWire(page, { from: ['fit', 'drivers'], to: ['keep', 'table'] })
  await refusal.getByText(/circle/).waitFor()
  await refusal.getByRole('button', { name: 'Close' }).click()
  await drawWire(page, { from: ['fit', 'model'], to: ['keep', 'table'] })
  await refusal.getByText(/circle/).waitFor()
  await page.keyboard.press('Escape')
  expect(await wires(page).count()).toBe(1)
})

test('an output of another type says in words why it does not fit', async () => {
  const { projectId, admin } = await newProject('Type')
  const nodes = [
    block('fit', 'linear-regression-fit', { target: 'power', features: ['flow'] }),
    block('chart', 'line-chart', { columns: ['power'] }),
  ]
  const id = await savePipeline(admin, projectId, { name: 'Type', nodes })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await node(page, 'chart').waitFor()
  await drawWire(page, { from: ['fit', 'model'], to: ['chart', 'table'] })
  const refusal = page.getByRole('alertdialog', { name: 'This wire does not fit' })
  await refusal.getByText('Input "table" of "chart" takes a table, but fit.model gives a model.').waitFor()
  expect(await wires(page).count()).toBe(0)
})

test('an uneven grid is said in words, and the block that closes the gap is put in by one click', async () => {
  const { projectId, admin } = await newProject('Bridge')
  const nodes = [
    block('history', 'read-historian', { tags: [{ tag: 'power', kind: 'level' }] }),
    block('lag', 'lag', { columns: ['power'], lags: [1] }),
  ]
  const id = await savePipeline(admin, projectId, { name: 'Bridge', nodes })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await node(page, 'lag').waitFor()
  await drawWire(page, { from: ['history', 'table'], to: ['lag', 'table'] })
  await choose(page, 'lag')
  const problem = page.getByRole('listitem').filter({ hasText: 'not on a regular grid' })
  await problem.getByRole('button', { name: 'Which block would help?' }).click()
  await problem.getByRole('button', { name: /^Insert Resample/ }).click()
  await node(page, 'resample').waitFor()
  await expect.poll(() => wires(page).count()).toBe(2)
  await choose(page, 'lag')
  await expect.poll(() => problem.count()).toBe(0)
})
