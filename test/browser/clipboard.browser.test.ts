import { expect, test } from 'vitest'
import { small } from './documents.ts'
import { chooseNothing, node, openEditor, savePipeline, wires } from './editor.ts'
import { newProject, openTab } from './tab.ts'

test('what is copied in one tab is pasted into another pipeline in another tab', async () => {
  const { projectId, admin } = await newProject('Clipboard')
  const [from, to] = [
    await savePipeline(admin, projectId, { name: 'From here', ...small }),
    await savePipeline(admin, projectId, { name: 'To there' }),
  ]
  const { page, context } = await openTab({ as: admin, permissions: ['clipboard-read', 'clipboard-write'] })
  await openEditor(page, projectId, from)
  await node(page, 'chart').waitFor()
  await chooseNothing(page)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  const other = await context.newPage()
  await openEditor(other, projectId, to)
  await chooseNothing(other)
  await other.keyboard.press('Control+v')
  await node(other, 'station').waitFor()
  await node(other, 'chart').waitFor()
  await expect.poll(() => wires(other).count()).toBe(1)
  await other.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => other.locator('.react-flow__node').count()).toBe(0)
})
