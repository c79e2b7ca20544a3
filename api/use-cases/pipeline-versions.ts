/** The saved versions of a pipeline: looked at, named, compared, restored. None is ever changed or lost. */
import { z } from 'zod'
import { DatabaseTopology } from '#datasets/topology/database.ts'
import { pipelineMissing } from '#datasets/topology/topology.ts'
import { inTransaction } from '#datasets/transaction.ts'
import { diffDocuments } from '#pipeline/document-diff.ts'
import type { DocumentDiff } from '#pipeline/document-diff.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { documentOutput } from '../document-input.ts'
import { recordChange } from '../audit/record.ts'
import type { App } from '../app.ts'
import { savePipeline } from './save-pipeline.ts'
import type { Saved } from './save-pipeline.ts'
import { shownName } from './shown-name.ts'

export const versionSchema = z.strictObject({
  revision: z.int(),
  hash: z.string(),
  savedAt: z.string(),
  /** Null: before this was kept. */
  savedBy: z.string().nullable(),
  name: z.string().nullable(),
  note: z.string().nullable(),
})
export type Version = z.infer<typeof versionSchema>

export const storedPipelineSchema = versionSchema.extend({
  document: documentOutput,
  /** The newest revision, which is not the one asked for when an old one was. */
  newestRevision: z.int(),
  archivedAt: z.string().nullable(),
})
export type StoredPipeline = z.infer<typeof storedPipelineSchema>

interface VersionRow extends Version {
  newest: number
  archived: string | null
}

const columns = `v.revision, v.hash, to_json(v.created_at) #>> '{}' as "savedAt", ${shownName('v.saved_by')} as "savedBy", v.name, v.note`

/** The newest version, or the one of a revision. Throws DomainError 'pipeline-missing' or 'document-invalid'. */
export async function getPipeline(app: App, id: string, revision?: number): Promise<StoredPipeline> {
  const { rows } = await app.pool.query<VersionRow>(
    `select ${columns}, p.revision as newest, to_json(p.archived_at) #>> '{}' as archived
     from pipeline p join pipeline_version v on v.project_id = p.project_id and v.pipeline_id = p.id
     where p.project_id = $1 and p.id = $2 and v.revision = coalesce($3, p.revision)`,
    [app.projectId, id, revision ?? null],
  )
  if (!rows[0]) throw pipelineMissing(id, revision)
  const { newest, archived, ...version } = rows[0]
  const { document } = await new DatabaseTopology(app.prisma, app.projectId).load(id, version.revision)
  return { ...version, document, newestRevision: newest, archivedAt: archived }
}

export interface VersionsRequest {
  id: string
  /** Only older ones than this. */
  before?: number
  limit: number
}

/** Newest first. Throws DomainError 'pipeline-missing'. */
export async function listVersions(app: App, { id, before, limit }: VersionsRequest): Promise<Version[]> {
  const { rows } = await app.pool.query<Version>(
    `select ${columns} from pipeline_version v
     where v.project_id = $1 and v.pipeline_id = $2 and ($3::integer is null or v.revision < $3)
     order by v.revision desc limit $4`,
    [app.projectId, id, before ?? null, limit],
  )
  if (rows.length === 0 && before === undefined) throw pipelineMissing(id)
  return rows
}

export interface NameRequest {
  id: string
  revision: number
  /** Null takes it away. */
  name: string | null
  note: string | null
}

/** Throws DomainError 'pipeline-missing'. */
export function nameVersion(app: App, { id, revision, name, note }: NameRequest): Promise<Version> {
  return inTransaction(app.pool, 'begin', async (client) => {
    const { rows } = await client.query<Version>(
      `update pipeline_version v set name = $4, note = $5
       where v.project_id = $1 and v.pipeline_id = $2 and v.revision = $3 returning ${columns}`,
      [app.projectId, id, revision, name, note],
    )
    if (!rows[0]) throw pipelineMissing(id, revision)
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: 'pipeline.name-version',
      object: { kind: 'pipeline', id: `${id}@${revision}` },
      after: rows[0].hash,
    })
    return rows[0]
  })
}

export interface RestoreRequest {
  id: string
  revision: number
  expectedRevision: number
}

/** The old document becomes the next version. Throws DomainError 'pipeline-missing' or 'revision-conflict'. */
export async function restoreVersion(app: App, request: RestoreRequest): Promise<Saved> {
  const { document, name } = await getPipeline(app, request.id, request.revision)
  const { expectedRevision } = request
  return savePipeline(app, {
    document,
    expectedRevision,
    name: name ?? undefined,
    note: `= ${request.revision}`,
    action: 'pipeline.restore-version',
  })
}

/** One side of a comparison: a saved version, or a document that is not saved. */
export type DiffSide = { id: string; revision?: number } | { document: PipelineDocument }

/** Throws DomainError 'pipeline-missing'. */
export async function diffSides(app: App, before: DiffSide, after: DiffSide): Promise<DocumentDiff> {
  const topology = new DatabaseTopology(app.prisma, app.projectId)
  const read = async (side: DiffSide) =>
    'document' in side ? side.document : (await topology.load(side.id, side.revision)).document
  const [old, now] = await Promise.all([read(before), read(after)])
  return diffDocuments(old, now)
}
