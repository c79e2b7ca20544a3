/** Changes of a pipeline as a whole: its name, a copy of it, whether it is still wanted. */
import { v7 as uuid } from 'uuid'
import { pipelineMissing } from '#datasets/topology/topology.ts'
import { inTransaction } from '#datasets/transaction.ts'
import { recordChange } from '../audit/record.ts'
import type { App } from '../app.ts'
import { getPipeline } from './pipeline-versions.ts'
import { savePipeline } from './save-pipeline.ts'
import type { Saved } from './save-pipeline.ts'

export interface RenameRequest {
  id: string
  name: string
  /** The revision that is renamed; default the newest, whatever it is. */
  expectedRevision?: number
}

/** The name is part of the document, so this makes a version. Throws 'pipeline-missing' and as savePipeline does. */
export async function renamePipeline(
  app: App,
  { id, name, expectedRevision }: RenameRequest,
): Promise<Saved> {
  const { document, revision } = await getPipeline(app, id)
  return savePipeline(app, {
    document: { ...document, name },
    expectedRevision: expectedRevision ?? revision,
    action: 'pipeline.rename',
  })
}

export interface DuplicateRequest {
  id: string
  /** Default the newest. */
  revision?: number
  newId?: string
  name?: string
}

/** A new pipeline with the same document. Throws 'pipeline-missing', or 'revision-conflict' where newId is taken. */
export async function duplicatePipeline(app: App, request: DuplicateRequest): Promise<Saved> {
  const { document } = await getPipeline(app, request.id, request.revision)
  return savePipeline(app, {
    document: { ...document, id: request.newId ?? uuid(), name: request.name ?? document.name },
    expectedRevision: 0,
    action: 'pipeline.duplicate',
  })
}

/** Archived pipelines are kept, with their versions and runs, and neither shown nor changed nor run. Safe to repeat. */
export function setArchived(app: App, id: string, isArchived: boolean): Promise<void> {
  return inTransaction(app.pool, 'begin', async (client) => {
    const { rows } = await client.query<{ archived: boolean }>(
      'select archived_at is not null as archived from pipeline where project_id = $1 and id = $2 for update',
      [app.projectId, id],
    )
    if (!rows[0]) throw pipelineMissing(id)
    if (rows[0].archived === isArchived) return
    await client.query(
      `update pipeline set archived_at = case when $3 then now() end, changed_by = $4
       where project_id = $1 and id = $2`,
      [app.projectId, id, isArchived, app.actor.name],
    )
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: isArchived ? 'pipeline.archive' : 'pipeline.restore',
      object: { kind: 'pipeline', id },
    })
  })
}
