/** Intervals of time about which people know something. */
import type pg from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { inTransaction } from '#datasets/transaction.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { rangeOf } from '../historian/read-points.ts'
import { tagsOf, usOf } from '../historian/tag-ref.ts'
import { shownName } from '../shown-name.ts'
import { refuseOther } from './kept.ts'
import type { Saved } from './kept.ts'

const time = z.iso.datetime({ offset: true })

export const annotationInput = z.strictObject({
  from: time,
  to: time,
  text: z.string().trim().min(1).max(4_000),
  /** What such intervals have in common; pipelines can learn from it. */
  label: z.string().trim().min(1).max(100).nullable(),
  /** Ids; none: the whole plant. */
  tags: z.array(z.int().positive().max(2_147_483_647)).max(50),
})
export type AnnotationInput = z.infer<typeof annotationInput>

export const annotationSchema = z.strictObject({
  id: z.uuid(),
  revision: z.int(),
  /** Epoch µs. */
  fromUs: z.number(),
  toUs: z.number(),
  text: z.string(),
  label: z.string().nullable(),
  tags: z.array(z.int()),
  changedAt: z.string(),
  changedBy: z.string().nullable(),
})
export type AnnotationView = z.infer<typeof annotationSchema>

const most = 1_000

export interface AnnotationsRequest {
  from: string
  to: string
  /** Only those about one of these tags, or the whole plant. */
  tags?: number[]
}

/** Those that overlap the range, the newest first, at most a thousand. */
export async function listAnnotations(
  { pool, projectId }: App,
  { from, to, tags }: AnnotationsRequest,
): Promise<AnnotationView[]> {
  const { fromUs, toUs } = rangeOf(from, to)
  const { rows } = await pool.query<AnnotationView>(
    `select a.id, a.revision, a.from_us::double precision as "fromUs", a.to_us::double precision as "toUs", a.text, a.label,
       a.tag_ids as tags, to_json(a.changed_at) #>> '{}' as "changedAt", ${shownName('a.changed_by')} as "changedBy"
     from annotation a where a.project_id = $1 and a.from_us < $3 and a.to_us >= $2
       and ($4::integer[] is null or a.tag_ids = '{}' or a.tag_ids && $4) order by a.from_us desc, a.id limit $5`,
    [projectId, fromUs, toUs, tags ?? null, most],
  )
  return rows
}

/** Throws DomainError 'tag-unknown' and 'range-empty'. */
export async function createAnnotation(app: App, input: AnnotationInput): Promise<Saved> {
  const values = await valuesOf(app, input)
  const id = uuid()
  return inTransaction(app.pool, 'begin', async (client) => {
    await client.query(
      `insert into annotation (id, project_id, from_us, to_us, text, label, tag_ids, created_by, changed_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [id, app.projectId, ...values, app.actor.id],
    )
    await record(app, client, { action: 'annotation.create', id, after: hashOf(values) })
    return { id, revision: 1 }
  })
}

export interface AnnotationChange extends AnnotationInput {
  id: string
  expectedRevision: number
}

/** Throws DomainError 'annotation-unknown', 'tag-unknown', 'range-empty' and 'revision-conflict'. */
export async function saveAnnotation(app: App, change: AnnotationChange): Promise<Saved> {
  const { id, expectedRevision } = change
  return inTransaction(app.pool, 'begin', async (client) => {
    const found = await lockAnnotation(app, client, id)
    refuseOther(id, expectedRevision, found.revision)
    const values = await valuesOf(app, change)
    await client.query(
      `update annotation set from_us = $2, to_us = $3, text = $4, label = $5, tag_ids = $6, changed_by = $7,
         revision = revision + 1, changed_at = now() where id = $1`,
      [id, ...values, app.actor.id],
    )
    const [before, after] = [hashOf(found.values), hashOf(values)]
    await record(app, client, { action: 'annotation.save', id, before, after })
    return { id, revision: expectedRevision + 1 }
  })
}

/** Throws DomainError 'annotation-unknown'. */
export async function removeAnnotation(app: App, id: string): Promise<void> {
  await inTransaction(app.pool, 'begin', async (client) => {
    const found = await lockAnnotation(app, client, id)
    await client.query('delete from annotation where id = $1', [id])
    await record(app, client, { action: 'annotation.remove', id, before: hashOf(found.values) })
  })
}

type Values = [fromUs: number, toUs: number, text: string, label: string | null, tags: number[]]

async function valuesOf(app: App, { from, to, text, label, tags }: AnnotationInput): Promise<Values> {
  if (usOf(from) > usOf(to)) throw new DomainError('range-empty', { from, to })
  await tagsOf(app, tags)
  return [usOf(from), usOf(to), text, label, tags]
}

async function lockAnnotation({ projectId }: App, client: pg.ClientBase, id: string) {
  const { rows } = await client.query<{ revision: number; values: Values }>(
    `select revision, json_build_array(from_us, to_us, text, label, tag_ids) as values
     from annotation where id = $1 and project_id = $2 for update`,
    [id, projectId],
  )
  if (!rows[0]) throw new DomainError('annotation-unknown', { id })
  return rows[0]
}

interface Recorded {
  action: string
  id: string
  before?: string
  after?: string
}

function record(app: App, client: pg.ClientBase, { id, ...change }: Recorded): Promise<void> {
  return recordChange((sql, parameters) => client.query(sql, parameters), app, {
    ...{ ...change, object: { kind: 'annotation', id } },
  })
}

function hashOf(values: Values): string {
  return sha256Hex(canonicalJson(values))
}
