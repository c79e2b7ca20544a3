/** What a person is working on and has not saved: kept here so that no closed tab loses it. */
import { z } from 'zod'
import { documentHash, documentOf } from '#datasets/topology/topology.ts'
import { inTransaction } from '#datasets/transaction.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { documentOutput } from '../document-input.ts'
import { recordChange } from '../audit/record.ts'
import type { App } from '../app.ts'
import { pinSchema } from './pins.ts'

export const draftSchema = z.strictObject({
  document: documentOutput,
  hash: z.string(),
  /** The revision that the work began with; 0: none. */
  baseRevision: z.int(),
  updatedAt: z.string(),
  /** Not part of the document, and of its hash. */
  pins: z.array(pinSchema),
})
export type Draft = z.infer<typeof draftSchema>

/** Whose draft of what. */
export interface DraftKey {
  pipelineId: string
  userId: string
}

interface StoredDraft extends Omit<Draft, 'document' | 'hash'> {
  text: string
}

/** Null when there is none. */
export async function getDraft(app: App, { pipelineId, userId }: DraftKey): Promise<Draft | null> {
  const { rows } = await app.pool.query<StoredDraft>(
    `select document::text as text, base_revision as "baseRevision", to_json(updated_at) #>> '{}' as "updatedAt",
       pins
     from pipeline_draft where project_id = $1 and pipeline_id = $2 and user_id = $3`,
    [app.projectId, pipelineId, userId],
  )
  if (!rows[0]) return null
  const { text, ...draft } = rows[0]
  const document = documentOf(JSON.parse(text), { draft: pipelineId })
  return { ...draft, document, hash: documentHash(document) }
}

export const keptDraftSchema = z.strictObject({ hash: z.string(), updatedAt: z.string() })
export type KeptDraft = z.infer<typeof keptDraftSchema>

/** Takes the place of the earlier draft; the same one again is no change. */
export function saveDraft(
  app: App,
  { pipelineId, userId }: DraftKey,
  draft: Pick<Draft, 'baseRevision' | 'pins'> & { document: PipelineDocument },
): Promise<KeptDraft> {
  const hash = documentHash(draft.document)
  const pins = JSON.stringify(draft.pins)
  return inTransaction(app.pool, 'begin', async (client) => {
    const key = [app.projectId, pipelineId, userId]
    const before = await client.query<{ hash: string; base: number; at: string; arePinsSame: boolean }>(
      `select hash, base_revision as base, to_json(updated_at) #>> '{}' as at, pins = $4::jsonb as "arePinsSame"
       from pipeline_draft where project_id = $1 and pipeline_id = $2 and user_id = $3 for update`,
      [...key, pins],
    )
    const known = before.rows[0]
    if (known?.hash === hash && known.base === draft.baseRevision && known.arePinsSame)
      return { hash, updatedAt: known.at }
    const { rows } = await client.query<KeptDraft>(
      `insert into pipeline_draft (project_id, pipeline_id, user_id, document, hash, base_revision, pins)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (project_id, pipeline_id, user_id) do update set document = excluded.document,
         hash = excluded.hash, base_revision = excluded.base_revision, pins = excluded.pins, updated_at = now()
       returning hash, to_json(updated_at) #>> '{}' as "updatedAt"`,
      [...key, JSON.stringify(draft.document), hash, draft.baseRevision, pins],
    )
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: 'draft.save',
      object: { kind: 'draft', id: pipelineId },
      before: known?.hash,
      after: hash,
    })
    return rows[0]
  })
}

/** Safe to repeat. */
export function discardDraft(app: App, { pipelineId, userId }: DraftKey): Promise<void> {
  return inTransaction(app.pool, 'begin', async (client) => {
    const { rows } = await client.query<{ hash: string }>(
      'delete from pipeline_draft where project_id = $1 and pipeline_id = $2 and user_id = $3 returning hash',
      [app.projectId, pipelineId, userId],
    )
    if (!rows[0]) return
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: 'draft.discard',
      object: { kind: 'draft', id: pipelineId },
      before: rows[0].hash,
    })
  })
}
