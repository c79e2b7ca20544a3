/** The plant's tree: site, area, line, machine. */
import type pg from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'

export const assetKinds = ['site', 'area', 'line', 'machine'] as const

export const assetSchema = z.strictObject({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  kind: z.enum(assetKinds),
  name: z.string(),
  /** Of its own, not of those below. */
  tags: z.int(),
})
export type AssetView = z.infer<typeof assetSchema>

/** All, by name; the tree is in `parentId`. */
export async function listAssets({ pool, projectId }: App): Promise<AssetView[]> {
  const { rows } = await pool.query<AssetView>(
    `select id, parent_id as "parentId", kind, name,
       (select count(*)::integer from tag t where t.asset_id = a.id) as tags
     from asset a where project_id = $1 order by name, id limit 10000`,
    [projectId],
  )
  return rows
}

export interface AssetInput {
  /** Absent: a new one. */
  id?: string
  parentId: string | null
  kind: AssetView['kind']
  name: string
}

/** Throws DomainError 'asset-unknown', 'asset-exists', 'asset-circle'. */
export async function saveAsset(
  app: App,
  { id = uuid(), parentId, kind, name, isNew }: AssetInput & { isNew: boolean },
): Promise<string> {
  try {
    await inTransaction(app.pool, 'begin', async (client) => {
      // Two who move branches below each other would make a circle.
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`assets ${app.projectId}`])
      if (parentId !== null) await refuseParent(app, client, id, parentId)
      const sql = isNew
        ? 'insert into asset (id, project_id, parent_id, kind, name) values ($1, $2, $3, $4, $5)'
        : 'update asset set parent_id = $3, kind = $4, name = $5 where id = $1 and project_id = $2'
      const { rowCount } = await client.query(sql, [id, app.projectId, parentId, kind, name])
      if (rowCount === 0) throw new DomainError('asset-unknown', { id })
      await record(app, client, 'asset.save', id)
    })
    return id
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'asset_name')
      throw new DomainError('asset-exists', { name })
    throw error
  }
}

/** Throws DomainError 'asset-unknown', and 'asset-in-use' while something is below it. Its tags stay. */
export async function removeAsset(app: App, id: string): Promise<void> {
  try {
    await inTransaction(app.pool, 'begin', async (client) => {
      const { rowCount } = await client.query('delete from asset where id = $1 and project_id = $2', [
        id,
        app.projectId,
      ])
      if (rowCount === 0) throw new DomainError('asset-unknown', { id })
      await record(app, client, 'asset.remove', id)
    })
  } catch (error) {
    if ((error as { code?: string }).code === '23503') throw new DomainError('asset-in-use', { id })
    throw error
  }
}

async function refuseParent(
  { projectId }: App,
  client: pg.ClientBase,
  id: string,
  parentId: string,
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive above as (select id, parent_id from asset where id = $1 and project_id = $2
       union all select a.id, a.parent_id from asset a join above b on a.id = b.parent_id) select id from above`,
    [parentId, projectId],
  )
  if (rows.length === 0) throw new DomainError('asset-unknown', { id: parentId })
  if (rows.some((row) => row.id === id)) throw new DomainError('asset-circle', { id })
}

function record(app: App, client: pg.ClientBase, action: string, id: string): Promise<void> {
  return recordChange((sql, parameters) => client.query(sql, parameters), app, {
    action,
    object: { kind: 'asset', id },
  })
}
