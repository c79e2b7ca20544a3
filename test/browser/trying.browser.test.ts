import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { block, wire } from './documents.ts'
import { choose, node, openEditor, savePipeline, wires } from './editor.ts'
import { must } from './person.ts'
import { newProject, openTab } from './tab.ts'

const nodes = [
  block('station', 'simulated-history', { days: 28 }),
  block('keep', 'filter', { conditions: [{ column: 'power', operator: '>', value: 0 }] }),
  block('chart', 'line-chart', { columns: ['power'] }),
]
const edges = [wire('station', 'keep'), wire('keep', 'chart')]

test('a part is run; its data are pinned, and what comes after is tried out on them', async () => {
  const { projectId, admin } = await newProject('Trying')
  const id = await savePipeline(admin, projectId, { name: 'Tried out', nodes, edges })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await choose(page, 'keep')
  await runPart(page, 'To keep')
  await expectStep(page, 'keep', 'done · 672 rows')
  expect(await node(page, 'chart').getByText('done').count()).toBe(0)

  await page.getByRole('button', { name: 'Data of keep, Table' }).click()
  const data = page.getByRole('region', { name: 'Data', exact: true })
  await data.getByRole('button', { name: 'Pin', exact: true }).click()
  await data.getByRole('button', { name: 'Unpin' }).waitFor()
  await data.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Back to editing' }).click()

  // Now other rows would be kept; what is tried out keeps to the pinned ones.
  await choose(page, 'station')
  await page.getByLabel('Days').fill('7')
  await choose(page, 'chart')
  await runPart(page, 'Only chart')
  await expectStep(page, 'keep', 'from an earlier run · 672 rows')
  await expectStep(page, 'chart', 'done')
  await page.getByRole('button', { name: 'Back to editing' }).click()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expectStep(page, 'keep', 'done · 168 rows')

  await expect.poll(async () => (await draftOf()).pins).toMatchObject([{ node: 'keep', port: 'table' }])
  async function draftOf() {
    return must(admin, 'pipelines.draft.get', { projectId, id })
  }
})

test('a leak is mended by one click, a warning is accepted with a reason, a setting bound to a parameter', async () => {
  const { projectId, admin } = await newProject('Mending')
  const mean = { columns: ['flow'], statistics: ['mean'], window: '1 d' }
  const leaky = [
    nodes[0],
    block('mean', 'rolling-statistics', mean),
    block('fit', 'linear-regression-fit', { target: 'power', features: ['flow_mean_1d'], horizon: '1 d' }),
  ]
  const id = await savePipeline(admin, projectId, {
    ...{ name: 'Leaky', nodes: leaky, edges: [wire('station', 'mean'), wire('mean', 'fit')] },
  })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await page.getByRole('tab', { name: /^Problems/ }).click()
  const problems = page.getByRole('region', { name: 'Problems' })
  const leak = problems.getByRole('listitem').filter({ hasText: 'would not be known yet' })
  await leak.getByText(/it is known .* \(source .* = .*\)/).waitFor()
  await leak.getByRole('button', { name: /In mean, set “Ends before” to/ }).click()
  await leak.waitFor({ state: 'detached' })

  const unused = problems.getByRole('listitem').filter({ hasText: 'Nothing uses what "fit" makes' })
  await unused.getByRole('button', { name: 'Accept with a reason …' }).click()
  await unused.getByLabel('Why is that all right here?').fill('Only the drivers are looked at')
  await unused.getByRole('button', { name: 'Accept', exact: true }).click()
  await unused.getByText('Accepted: Only the drivers are looked at').waitFor()

  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.keyboard.press('Escape')
  await page.locator('.react-flow__pane').click({ position: { x: 60, y: 640 } })
  await page.getByLabel('New parameter').fill('days')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('Value of days').fill('14')
  await choose(page, 'station')
  await page.getByRole('button', { name: 'Take Days from a parameter' }).click()
  await page.getByRole('button', { name: 'Own value' }).waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved, version 2').waitFor()
  const { document } = await must(admin, 'pipelines.get', { projectId, id })
  expect(document.nodes[0].config).toEqual({ days: { $param: 'days' } })
  expect(document.parameters.days.default).toBe(14)
  expect(document.accepted).toMatchObject([{ node: 'fit', reason: 'Only the drivers are looked at' }])
})

test('notes are written beside the nodes, and groups framed, named and dissolved', async () => {
  const { projectId, admin } = await newProject('Notes')
  const id = await savePipeline(admin, projectId, { name: 'Noted', nodes, edges })
  const { page } = await openTab({ as: admin })
  await openEditor(page, projectId, id)
  await expect.poll(() => wires(page).count()).toBe(2)
  await page.locator('.react-flow__pane').click({ position: { x: 60, y: 640 } })
  await page.keyboard.press('n')
  const note = page.locator('.ecoki-note')
  await note.dblclick()
  await page.getByLabel('Text of the note').fill('Pump 3 was away in May')
  await page.getByLabel('Text of the note').press('Escape')
  await note.getByText('Pump 3 was away in May').waitFor()
  expect(await overlaps(page)).toBe(false)

  await choose(page, 'keep')
  await page.keyboard.press('g')
  const title = page.getByLabel('Title of the group')
  await title.fill('Cleaning')
  await title.press('Enter')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved, version 2').waitFor()
  const { document } = await must(admin, 'pipelines.get', { projectId, id })
  expect(document.layout.groups).toMatchObject([{ title: 'Cleaning' }])
  expect(document.layout.notes).toMatchObject([{ text: 'Pump 3 was away in May' }])
  await choose(page, 'keep')
  await page.keyboard.press('Shift+G')
  await title.waitFor({ state: 'detached' })
})

async function runPart(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Run a part' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function expectStep(page: Page, id: string, text: string): Promise<void> {
  await node(page, id).getByText(text).waitFor()
}

/** Whether the note lies on a node. */
async function overlaps(page: Page): Promise<boolean> {
  const note = (await page.locator('.ecoki-note').boundingBox())!
  const boxes = await Promise.all(['station', 'keep', 'chart'].map((id) => node(page, id).boundingBox()))
  return boxes.some(
    (box) =>
      box!.x < note.x + note.width &&
      note.x < box!.x + box!.width &&
      box!.y < note.y + note.height &&
      note.y < box!.y + box!.height,
  )
}
