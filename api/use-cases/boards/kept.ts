/** Trends and dashboards: named contents that people of a project share, saved on top of what they saw. */
import type pg from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { inTransaction } from '#datasets/transaction.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { shownName } from '../shown-name.ts'

const actions = {
  trend: { create: 'trend.create', save: 'trend.save', remove: 'trend.remove' },
  dashboard: { create: 'dashboard.create', save: 'dashboard.save', remove: 'dashboard.remove' },
} as const

/** Names of the tables, too. */
export type KeptKind = 'trend' | 'dashboard'

export interface Content {
  name: string
  content: object
}

export const savedSchema = z.strictObject({ id: z.uuid(), revision: z.int() })
export type Saved = z.infer<typeof savedSchema>

/** What a list and a single one answer with. */
export function keptSchema<T extends z.ZodType>(content: T) {
  return savedSchema.extend({
    name: z.string(),
    content,
    changedAt: z.string(),
    changedBy: z.string().nullable(),
  })
}

const maxKept = 500

interface Row extends Saved, Content {
  changedAt: string
  changedBy: string | null
}

/** By name. */
export async function listKept({ pool, projectId }: App, kind: KeptKind): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `select k.id, k.revision, k.name, k.content, to_json(k.changed_at) #>> '{}' as "changedAt",
       ${shownName('k.changed_by')} as "changedBy"
     from "${kind}" k where k.project_id = $1 order by k.name, k.id limit $2`,
    [projectId, maxKept],
  )
  return rows
}

/** Throws DomainError 'name-taken' and 'too-many-kept'. */
export function createKept(app: App, kind: KeptKind, { name, content }: Content): Promise<Saved> {
  return changing(app, name, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`${kind} ${app.projectId}`])
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::integer as count from "${kind}" where project_id = $1`,
      [app.projectId],
    )
    if (rows[0].count >= maxKept) throw new DomainError('too-many-kept', { limit: maxKept })
    const id = uuid()
    await client.query(
      `insert into "${kind}" (id, project_id, name, content, created_by, changed_by) values ($1, $2, $3, $4, $5, $5)`,
      [id, app.projectId, name, JSON.stringify(content), app.actor.id],
    )
    await record(app, client, {
      action: actions[kind].create,
      object: { kind, id },
      after: hashOf(name, content),
    })
    return { id, revision: 1 }
  })
}

export interface KeptChange extends Content {
  id: string
  /** What the person had before them. */
  expectedRevision: number
}

/** Throws DomainError 'kept-unknown', 'name-taken', and 'revision-conflict' where others saved meanwhile. */
export function saveKept(app: App, kind: KeptKind, change: KeptChange): Promise<Saved> {
  const { id, name, content, expectedRevision } = change
  return changing(app, name, async (client) => {
    const found = await lockKept(app, client, { kind, id })
    refuseOther(id, expectedRevision, found.revision)
    await client.query(
      `update "${kind}" set name = $2, content = $3, revision = revision + 1, changed_at = now(), changed_by = $4
       where id = $1`,
      [id, name, JSON.stringify(content), app.actor.id],
    )
    const [before, after] = [hashOf(found.name, found.content), hashOf(name, content)]
    await record(app, client, { action: actions[kind].save, object: { kind, id }, before, after })
    return { id, revision: expectedRevision + 1 }
  })
}

/** Throws DomainError 'kept-unknown'. */
export function removeKept(app: App, kind: KeptKind, id: string): Promise<void> {
  return inTransaction(app.pool, 'begin', async (client) => {
    const found = await lockKept(app, client, { kind, id })
    await client.query(`delete from "${kind}" where id = $1`, [id])
    const before = hashOf(found.name, found.content)
    await record(app, client, { action: actions[kind].remove, object: { kind, id }, before })
  })
}

/** Throws DomainError 'revision-conflict'. */
export function refuseOther(id: string, expected: number, newest: number): void {
  if (newest !== expected) throw new DomainError('revision-conflict', { id, expected, newest })
}

async function lockKept(
  { projectId }: App,
  client: pg.ClientBase,
  { kind, id }: { kind: KeptKind; id: string },
): Promise<Content & { revision: number }> {
  const { rows } = await client.query<Content & { revision: number }>(
    `select name, content, revision from "${kind}" where id = $1 and project_id = $2 for update`,
    [id, projectId],
  )
  if (!rows[0]) throw new DomainError('kept-unknown', { kind, id })
  return rows[0]
}

async function changing<T>(
  { pool }: App,
  name: string,
  change: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(pool, 'begin', change)
  } catch (error) {
    const { constraint } = error as { constraint?: string }
    if (constraint === 'trend_name' || constraint === 'dashboard_name')
      throw new DomainError('name-taken', { name })
    throw error
  }
}

function record(app: App, client: pg.ClientBase, change: Parameters<typeof recordChange>[2]): Promise<void> {
  return recordChange((sql, parameters) => client.query(sql, parameters), app, change)
}

function hashOf(name: string, content: object): string {
  return sha256Hex(canonicalJson({ name, content }))
}
