/** Keeps a document as the next version of its pipeline and says what was stored. */
import { z } from 'zod'
import { DatabaseTopology } from '#datasets/topology/database.ts'
import { documentHash } from '#datasets/topology/topology.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { diffDocuments } from '#pipeline/document-diff.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { recordChange } from '../audit/record.ts'
import type { App } from '../app.ts'
import { shownName } from './shown-name.ts'

export const savedSchema = z.strictObject({
  id: z.string(),
  revision: z.int(),
  /** SHA-256 of the canonical document. */
  hash: z.string(),
  nodes: z.int(),
  edges: z.int(),
})
export type Saved = z.infer<typeof savedSchema>

export interface SaveRequest {
  document: PipelineDocument
  /** The revision that was changed; 0: none yet. */
  expectedRevision: number
  /** What people call the version, and what they say about it. */
  name?: string
  note?: string
  /** The verb of the audit; default 'pipeline.save'. */
  action?: string
}

/**
 * Throws DomainError 'revision-conflict' with the changes of both sides unless `expectedRevision` is the newest, and
 * 'pipeline-archived'. A document equal to the newest is stored already.
 */
export async function savePipeline(app: App, request: SaveRequest): Promise<Saved> {
  const { document, expectedRevision } = request
  await refuseArchived(app, document.id)
  try {
    const revision = await storageFor(app, request).save(document, expectedRevision)
    const { nodes, edges } = document
    return {
      id: document.id,
      revision,
      hash: documentHash(document),
      nodes: nodes.length,
      edges: edges.length,
    }
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'revision-conflict') throw error
    throw await describeConflict(app, document, expectedRevision)
  }
}

function storageFor(app: App, { document, name, note, action }: SaveRequest): DatabaseTopology {
  return new DatabaseTopology(app.prisma, app.projectId, {
    savedBy: app.actor.name,
    name,
    note,
    onSave: (transaction, before) =>
      recordChange((sql, parameters) => transaction.$executeRawUnsafe(sql, ...parameters), app, {
        action: action ?? 'pipeline.save',
        object: { kind: 'pipeline', id: document.id },
        before,
        after: documentHash(document),
      }),
  })
}

/** Throws DomainError 'pipeline-archived'; one that does not exist is none. */
export async function refuseArchived({ pool, projectId }: App, id: string): Promise<void> {
  const { rowCount } = await pool.query(
    'select from pipeline where project_id = $1 and id = $2 and archived_at is not null',
    [projectId, id],
  )
  if (rowCount) throw new DomainError('pipeline-archived', { id })
}

/** What others saved meanwhile, and what was to be saved, both from the revision that was changed. */
async function describeConflict(app: App, mine: PipelineDocument, expected: number): Promise<DomainError> {
  const topology = new DatabaseTopology(app.prisma, app.projectId)
  const newest = await newestOf(topology, mine.id)
  if (!newest) return new DomainError('revision-conflict', { id: mine.id, expected, newest: 0 })
  const nothing = { ...mine, nodes: [], edges: [], parameters: {}, accepted: [] }
  const base =
    expected > 0 && expected <= newest.revision ? (await topology.load(mine.id, expected)).document : nothing
  return new DomainError('revision-conflict', {
    id: mine.id,
    expected,
    newest: newest.revision,
    hash: documentHash(newest.document),
    ...(await readSaver(app, mine.id, newest.revision)),
    theirs: diffDocuments(base, newest.document),
    mine: diffDocuments(base, mine),
  })
}

async function newestOf(topology: DatabaseTopology, id: string) {
  try {
    return await topology.load(id)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'pipeline-missing') return undefined
    throw error
  }
}

async function readSaver({ pool, projectId }: App, id: string, revision: number): Promise<object> {
  const { rows } = await pool.query<{ savedBy: string | null; savedAt: Date }>(
    `select ${shownName('saved_by')} as "savedBy", created_at as "savedAt" from pipeline_version
     where project_id = $1 and pipeline_id = $2 and revision = $3`,
    [projectId, id, revision],
  )
  return { savedBy: rows[0].savedBy, savedAt: rows[0].savedAt.toISOString() }
}
