/** Has a worker look at a reader's data or write a table as a file; configs pass through the store for their size. */
import { readFile } from 'node:fs/promises'
import { WorkflowFailedError } from '@temporalio/client'
import { v7 as uuid } from 'uuid'
import type { StoredValue } from '#datasets/store.ts'
import type { BlockSpec } from '#pipeline/block-spec.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { exportWorkflow, inspectWorkflow, previewWorkflow, taskQueue } from '#workflows/names.ts'
import type {
  ExportInput,
  ExportOutcome,
  InspectInput,
  InspectOutcome,
  PreviewOutcome,
} from '#workflows/types.ts'
import type { App } from '../app.ts'

const deskWorkflows = [inspectWorkflow, previewWorkflow, exportWorkflow]

export type Inspected = { config: Record<string, unknown> } | { refused: Record<string, unknown> }

/** The reader's config with the detected schema, or why it cannot be had. Throws DomainError 'engine-away'. */
export async function inspectReader(app: App, spec: BlockSpec, config: unknown): Promise<Inspected> {
  const stored = await app.store.putFile(Buffer.from(JSON.stringify(config)))
  const { id: block, version } = spec
  const input: InspectInput = { projectId: app.projectId, block, version, config: stored.hash }
  const outcome = (await execute(app, inspectWorkflow, input)) as InspectOutcome
  if ('refused' in outcome) return { refused: refusal(outcome.refused) }
  const text = await readFile(await app.store.filePath(outcome.config), 'utf8')
  return { config: JSON.parse(text) as Record<string, unknown> }
}

/** What a reader makes of its data; the config's schema is detected. Throws 'engine-away'. */
export async function previewReader(
  app: App,
  spec: BlockSpec,
  config: unknown,
): Promise<{ table: StoredValue } | { refused: Record<string, unknown> }> {
  const stored = await app.store.putFile(Buffer.from(JSON.stringify(config)))
  const { id: block, version } = spec
  const input: InspectInput = { projectId: app.projectId, block, version, config: stored.hash }
  const outcome = (await execute(app, previewWorkflow, input)) as PreviewOutcome
  if ('refused' in outcome) return { refused: refusal(outcome.refused) }
  const text = await readFile(await app.store.filePath(outcome.table), 'utf8')
  return { table: JSON.parse(text) as StoredValue }
}

/** Hash of the file in the store. Throws DomainError with what the sink refused. */
export async function writeTable(app: App, input: Omit<ExportInput, 'projectId'>): Promise<string> {
  const full: ExportInput = { ...input, projectId: app.projectId }
  const outcome = (await execute(app, exportWorkflow, full)) as ExportOutcome
  if ('refused' in outcome) throw new DomainError(outcome.refused.code, refusal(outcome.refused))
  return outcome.file
}

/** The project of such a workflow, by its id; undefined for others. */
export function deskProjectOf(workflowId: string): string | undefined {
  const [workflow, projectId, id] = workflowId.split('.')
  return id !== undefined && deskWorkflows.includes(workflow) ? projectId : undefined
}

function refusal({ code, params }: { code: string; params: string }): Record<string, unknown> {
  return { ...(JSON.parse(params) as Record<string, unknown>), reason: code }
}

async function execute(app: App, workflow: string, input: InspectInput | ExportInput): Promise<unknown> {
  const engine = await app.engine()
  try {
    return await engine.workflow.execute(workflow, {
      workflowId: `${workflow}.${input.projectId}.${uuid()}`,
      taskQueue,
      args: [input],
      workflowRunTimeout: '10 minutes',
      workflowTaskTimeout: '3s',
      staticSummary: `${workflow} ${input.block}@${input.version}`,
    })
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error
    throw new DomainError('desk-failed', { block: input.block }, String(error.cause ?? error))
  }
}
