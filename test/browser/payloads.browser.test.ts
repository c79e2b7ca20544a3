import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { block, wire } from './documents.ts'
import { savePipeline } from './editor.ts'
import { payloads } from './payloads.ts'
import { invited, must } from './person.ts'
import type { PersonRecord } from './person.ts'
import { pagesOf, visit } from './places.ts'
import { runPipeline } from './runs.ts'
import { newProject, openTab } from './tab.ts'

test('sixty scripts in every place where text is shown stay text', async () => {
  expect(new Set(payloads).size).toBe(60)
  const { projectId } = await newProject('Payloads')
  const person = await invited(inject('administrator'), { projectId, role: 'admin', name: payloads[5] })
  const { pipeline, run } = await plant(person, projectId)
  const { page } = await openTab({ as: person, viewport: { width: 1600, height: 1000 } })
  for (const place of pagesOf({ projectId, pipeline, good: run, failed: run })) {
    const ready = place.path.includes('/runs/') ? 'main table' : place.ready
    if (/people$/.test(place.path)) continue
    await visit(page, {
      path: place.path.replace('node=chart', 'node=meter'),
      ready: ready.replace('"chart"', '"meter"'),
    })
    if (!/section=(profile|system|audit)$/.test(place.path))
      await page
        .getByText(/alert\(1\)|elsewhere/)
        .filter({ visible: true })
        .first()
        .waitFor()
  }
  await lookClosely(page, { projectId, pipeline })
  const shown = await page.evaluate<number>(
    'document.querySelectorAll("[onerror], [onload], [onfocus]").length',
  )
  expect(shown).toBe(0)
})

/** Puts each of them into names, notes, groups, columns, cells, logs, tokens, versions and the audit. */
async function plant(as: PersonRecord, projectId: string): Promise<{ pipeline: string; run: string }> {
  const file = await upload(as, projectId)
  const nodes = [
    block('meter', 'read-csv', { file, onBadRow: 'skip', zone: 'UTC', header: true }),
    // A few run; the others are there to be seen.
    ...payloads.map((text, index) => ({ ...block(text, 'filter'), ...(index >= 6 && { disabled: true }) })),
  ]
  const notes = payloads.map((text, index) => ({ id: `note-${index}`, text, x: 0, y: 200 + 100 * index }))
  const groups = payloads.map((title, index) => ({ id: `group-${index}`, title, nodes: [payloads[index]] }))
  const edges = payloads.map((text) => wire('meter', text))
  const pipeline = await savePipeline(as, projectId, {
    ...{ name: payloads[0], nodes, edges },
    layout: { positions: {}, notes, groups },
  })
  for (const [index, text] of payloads.entries()) {
    await must(as, 'pipelines.nameVersion', { projectId, id: pipeline, revision: 1, name: text, note: text })
    if (index % 10 > 0) continue
    const roles = [{ projectId, role: 'viewer' }]
    await must(as, 'tokens.create', { name: text, scopes: ['read'], roles, expiresInDays: 1 })
    await must(as, 'projects.rename', { projectId, name: `${text} ${projectId}` })
    await savePipeline(as, projectId, { name: text })
  }
  return { pipeline, run: await runPipeline(as, projectId, pipeline) }
}

/** A file whose name, columns and cells are scripts; cells of the column of numbers come into the log. */
async function upload({ url, cookies }: PersonRecord, projectId: string): Promise<unknown> {
  const quoted = payloads.map((text) => `"${text.replaceAll('"', '""')}"`)
  const row = (hour: number) =>
    `2025-01-01 ${String(hour).padStart(2, '0')}:00:00,${hour}.5,${quoted.join(',')}`
  const bad = `2025-01-01 23:00:00,${quoted[5]},${quoted.join(',')}`
  const lines = [`time,number,${quoted.join(',')}`, ...[0, 1, 2, 3, 4, 5, 6].map(row), bad]
  const name = encodeURIComponent(`${payloads[5].replaceAll('/', '')}.csv`)
  const response = await fetch(`${url}/api/projects/${projectId}/files?name=${name}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', origin: url, cookie: cookies.join('; ') },
    body: lines.join('\n'),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return answer
}

interface Planted {
  projectId: string
  pipeline: string
}

/** Panels, menus and tables that open only on a click. */
async function lookClosely(page: Page, { projectId, pipeline }: Planted): Promise<void> {
  await visit(page, {
    path: `/p/${projectId}/pipelines/${pipeline}`,
    ready: '.react-flow__node[data-id="meter"]',
  })
  await page.getByRole('tab', { name: 'Problems' }).click()
  await page.getByRole('region', { name: 'Problems' }).getByText(/alert/).first().waitFor()
  await page.getByRole('tab', { name: 'Versions' }).click()
  await page.getByRole('region', { name: 'Versions' }).getByText(/alert/).first().waitFor()
  await page.getByRole('button', { name: 'Nodes and wires as tables' }).click()
  await page.getByRole('table', { name: 'Nodes' }).getByText(payloads[10]).first().waitFor()
}
