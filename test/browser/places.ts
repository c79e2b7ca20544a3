/** Every page of a project that has something to show. */
import type { Page } from 'playwright-core'
import { block, small, wire } from './documents.ts'
import { savePipeline } from './editor.ts'
import { must } from './person.ts'
import type { PersonRecord } from './person.ts'
import { runPipeline } from './runs.ts'

export interface Places {
  projectId: string
  pipeline: string
  good: string
  failed: string
}

/** A project with a pipeline that went well and one that failed. */
export async function fillProject(
  as: PersonRecord,
  projectId: string,
  name = 'Compressed air',
): Promise<Places> {
  const pipeline = await savePipeline(as, projectId, { name, ...small })
  const nodes = [
    small.nodes[0],
    block('keep', 'filter', { conditions: [{ column: 'power', operator: '>', value: 1e9 }] }),
    block('fit', 'linear-regression-fit', { target: 'power', features: ['flow'] }),
  ]
  const edges = [wire('station', 'keep'), wire('keep', 'fit')]
  const broken = await savePipeline(as, projectId, { name: `${name} 2`, nodes, edges })
  const good = await runPipeline(as, projectId, pipeline)
  const failed = await runPipeline(as, projectId, broken)
  const roles = [{ projectId, role: 'viewer' }]
  await must(as, 'tokens.create', { name: 'Historian', scopes: ['read'], roles, expiresInDays: 30 })
  return { projectId, pipeline, good, failed }
}

/** Address and what must be in sight before anything is judged. */
export function pagesOf({ projectId, pipeline, good, failed }: Places): { path: string; ready: string }[] {
  const at = `/p/${projectId}`
  const section = (id: string) => ({ path: `${at}/settings?section=${id}`, ready: '[role=tabpanel] section' })
  return [
    { path: at, ready: 'article button' },
    { path: `${at}/pipelines`, ready: 'tbody tr' },
    { path: `${at}/pipelines/${pipeline}`, ready: '.react-flow__node[data-id="chart"]' },
    { path: `${at}/pipelines/${pipeline}?run=${good}`, ready: '.ecoki-run-strip' },
    { path: `${at}/learn`, ready: '.learn-block' },
    { path: `${at}/runs`, ready: 'tbody tr' },
    { path: `${at}/runs/${good}?node=chart`, ready: 'section canvas' },
    { path: `${at}/runs/${failed}`, ready: '.failure-text' },
    { path: `${at}/compare?left=${good}&right=${failed}`, ready: '.halves section' },
    ...['profile', 'tokens', 'members', 'projects', 'people', 'audit', 'system'].map(section),
  ]
}

export async function visit(page: Page, { path, ready }: { path: string; ready: string }): Promise<void> {
  await page.goto(path)
  await page.locator(ready).first().waitFor()
}
