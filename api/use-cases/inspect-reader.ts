/** Has a worker look at a reader's data; configs pass through the store because they may be large. */
import { readFile } from 'node:fs/promises'
import { WorkflowFailedError } from '@temporalio/client'
import { v7 as uuid } from 'uuid'
import type { BlockSpec } from '#pipeline/block-spec.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { inspectWorkflow, taskQueue } from '#workflows/names.ts'
import type { InspectInput, InspectOutcome } from '#workflows/types.ts'
import type { App } from '../app.ts'

export type Inspected = { config: Record<string, unknown> } | { refused: Record<string, unknown> }

export async function inspectReader(app: App, spec: BlockSpec, config: unknown): Promise<Inspected> {
  const stored = await app.store.putFile(Buffer.from(JSON.stringify(config)))
  const input: InspectInput = {
    projectId: app.projectId,
    block: spec.id,
    version: spec.version,
    config: stored.hash,
  }
  const outcome = await execute(app, input)
  if ('refused' in outcome) {
    const params = JSON.parse(outcome.refused.params) as Record<string, unknown>
    return { refused: { ...params, reason: outcome.refused.code } }
  }
  const text = await readFile(await app.store.filePath(outcome.config), 'utf8')
  return { config: JSON.parse(text) as Record<string, unknown> }
}

async function execute(app: App, input: InspectInput): Promise<InspectOutcome> {
  const engine = await app.engine()
  try {
    return (await engine.workflow.execute(inspectWorkflow, {
      workflowId: `inspect-${uuid()}`,
      taskQueue,
      args: [input],
      workflowRunTimeout: '10 minutes',
      workflowTaskTimeout: '3s',
      staticSummary: `inspect ${input.block}@${input.version}`,
    })) as InspectOutcome
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error
    throw new DomainError('inspect-failed', { block: input.block }, String(error.cause ?? error))
  }
}
