/** The editor as one who draws sees it. */
import type { Locator, Page } from 'playwright-core'
import { newPipelineId } from '#web/lib/pipeline-id.ts'
import { must } from './person.ts'
import type { PersonRecord } from './person.ts'

export interface Wire {
  from: [node: string, port: string]
  to: [node: string, port: string]
}

/** Saves a pipeline and returns its id. */
export async function savePipeline(
  as: PersonRecord,
  projectId: string,
  pipeline: { name: string; nodes?: object[]; edges?: object[]; layout?: object },
): Promise<string> {
  const id = newPipelineId(pipeline.name)
  const document = { ecoki: 1, id, nodes: [], ...pipeline }
  await must(as, 'pipelines.save', { projectId, document, expectedRevision: 0 })
  return id
}

export function node(page: Page, id: string): Locator {
  return page.locator(`.react-flow__node[data-id="${id}"]`)
}

export function port(page: Page, side: 'in' | 'out', [id, name]: [string, string]): Locator {
  return page.locator(`.ecoki-port[data-side="${side}"][data-nodeid="${id}"][data-handleid="${name}"]`)
}

/** A click beside everything. */
export async function chooseNothing(page: Page): Promise<void> {
  await page.locator('.react-flow__pane').click({ position: { x: 60, y: 640 } })
}

export async function openEditor(page: Page, projectId: string, id: string): Promise<void> {
  await page.goto(`/p/${projectId}/pipelines/${id}`)
  await page.getByRole('toolbar', { name: 'Pipeline' }).waitFor()
}

/** Places a block by the keyboard: beside the chosen one, if there is one, and wired to it. */
export async function place(page: Page, title: string): Promise<void> {
  const search = page.getByRole('searchbox', { name: 'Search blocks' })
  await search.fill(title)
  const item = page.getByRole('button', { name: title, exact: true })
  await item.focus()
  await item.press('Enter')
  await search.fill('')
}

export async function choose(page: Page, id: string): Promise<void> {
  await node(page, id).locator('.ecoki-card-head').click()
}

/** Draws a wire with the mouse. */
export async function drawWire(page: Page, { from, to }: Wire): Promise<void> {
  const [start, end] = await Promise.all([middle(port(page, 'out', from)), middle(port(page, 'in', to))])
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 })
  await page.mouse.move(end.x, end.y, { steps: 4 })
  await page.mouse.up()
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('not in sight')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

export function wires(page: Page): Locator {
  return page.locator('.react-flow__edge')
}

/** What the toolbar says about saving. */
export function saveState(page: Page, text: string | RegExp): Locator {
  return page.getByRole('toolbar', { name: 'Pipeline' }).getByText(text)
}

/** Chooses in a list of the settings that opens. */
export async function pick(page: Page, field: string, option: string): Promise<void> {
  const settings = page.getByRole('region', { name: 'Settings' })
  await settings.getByRole('combobox', { name: field }).first().click()
  await page.getByRole('option', { name: option }).first().click()
  await page.keyboard.press('Escape')
}
