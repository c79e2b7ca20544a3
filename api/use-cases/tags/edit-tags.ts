/** Changes the same of many tags, or takes them from their connection. */
import type pg from 'pg'
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isUnit } from '#pipeline/units.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { setupProblems } from './save-tags.ts'

export interface TagChanges {
  /** Only one tag can be given a name. */
  name?: string
  description?: string | null
  /** Only where none is known yet: a unit belongs to the samples that are there. */
  unit?: string
  assetId?: string | null
  staleAfterMs?: number | null
  intervalMs?: number
  setup?: unknown
}

interface Row {
  id: number
  name: string
  unit: string | null
}

/** Throws DomainError 'tag-unknown', 'tag-exists', 'tag-unit', 'unit-unknown', 'asset-unknown' and what setups have wrong. */
export async function editTags(app: App, ids: number[], changes: TagChanges): Promise<number> {
  if (changes.name !== undefined && ids.length > 1) throw new DomainError('name-for-many')
  if (changes.unit !== undefined && !isUnit(changes.unit))
    throw new DomainError('unit-unknown', { unit: changes.unit })
  return inTransaction(app.pool, 'begin', async (client) => {
    const rows = await lockTags(app, client, ids)
    for (const row of rows) refuse(row, changes)
    await refuseAsset(app, client, changes.assetId)
    await changeTags(client, ids, changes).catch((error: unknown) => {
      throw isTaken(error) ? new DomainError('tag-exists', { name: changes.name }) : error
    })
    await changeSources(client, ids, changes)
    await record(app, client, 'tags.edit', ids)
    return rows.length
  })
}

/** Their samples stay; nothing new comes. Throws DomainError 'tag-unknown'. */
export async function detachTags(app: App, ids: number[]): Promise<number> {
  return inTransaction(app.pool, 'begin', async (client) => {
    await lockTags(app, client, ids)
    const { rowCount } = await client.query('delete from connection_tag where tag_id = any($1)', [ids])
    if (rowCount) await record(app, client, 'tags.detach', ids)
    return rowCount ?? 0
  })
}

async function lockTags(app: App, client: pg.ClientBase, ids: number[]): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    'select id, name, unit from tag where project_id = $1 and id = any($2) order by name for update',
    [app.projectId, ids],
  )
  const found = new Set(rows.map(({ id }) => id))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) throw new DomainError('tag-unknown', { id: missing })
  return rows
}

function refuse({ name, unit }: Row, changes: TagChanges): void {
  if (changes.unit !== undefined && unit !== null && unit !== changes.unit)
    throw new DomainError('tag-unit', { tag: name, unit, given: changes.unit })
  if (changes.setup === undefined) return
  const [problem] = setupProblems({ name, setup: changes.setup }, unit ?? changes.unit ?? null)
  if (problem) throw new DomainError(problem.code, problem.params)
}

async function refuseAsset(
  { projectId }: App,
  client: pg.ClientBase,
  assetId: string | null | undefined,
): Promise<void> {
  if (!assetId) return
  const { rowCount } = await client.query('select from asset where id = $1 and project_id = $2', [
    assetId,
    projectId,
  ])
  if (rowCount === 0) throw new DomainError('asset-unknown', { id: assetId })
}

async function changeTags(client: pg.ClientBase, ids: number[], changes: TagChanges): Promise<void> {
  const { name, unit, description, assetId, staleAfterMs } = changes
  await client.query(
    `update tag set name = coalesce($2, name), unit = coalesce(unit, $3),
       description = case when $4 then $5 else description end, asset_id = case when $6 then $7::uuid else asset_id end,
       stale_after_ms = case when $8 then $9::integer else stale_after_ms end where id = any($1)`,
    [
      ids, name ?? null, unit ?? null, description !== undefined, description ?? null,
      assetId !== undefined, assetId ?? null, staleAfterMs !== undefined, staleAfterMs ?? null,
    ], // prettier-ignore
  )
}

/** Also where nothing of it changes: the host hears of it and reads the tags anew. */
async function changeSources(
  client: pg.ClientBase,
  ids: number[],
  { intervalMs, setup }: TagChanges,
): Promise<void> {
  await client.query(
    'update connection_tag set interval_ms = coalesce($2, interval_ms), setup = coalesce($3, setup) where tag_id = any($1)',
    [ids, intervalMs ?? null, setup === undefined ? null : JSON.stringify(setup)],
  )
}

function record(app: App, client: pg.ClientBase, action: string, ids: number[]): Promise<void> {
  const object = {
    kind: 'tag',
    id: ids.length === 1 ? String(ids[0]) : `${ids[0]} and ${ids.length - 1} more`,
  }
  return recordChange((sql, parameters) => client.query(sql, parameters), app, { action, object })
}

const isTaken = (error: unknown) => (error as { code?: string }).code === '23505'
