/** Filters of the list of runs that a person comes back to. */
import { z } from 'zod'
import { inTransaction } from '#datasets/transaction.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { runStatuses } from '#pipeline/run-words.ts'
import { recordChange } from '../audit/record.ts'
import type { App } from '../app.ts'

const text = z.string().min(1).max(200)
const day = z.iso.date()

export const savedViewSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  search: z.strictObject({
    status: z.array(z.enum(runStatuses)).max(10).optional(),
    pipeline: text.optional(),
    startedBy: text.optional(),
    /** Days, the last one included, wherever the person is who looks. */
    from: day.optional(),
    until: day.optional(),
  }),
})
export type SavedView = z.infer<typeof savedViewSchema>

const maxViews = 30

/** In the order in which they were made. */
export async function listViews({ pool, projectId }: App, userId: string): Promise<SavedView[]> {
  const { rows } = await pool.query<SavedView>(
    `select name, search from saved_view where project_id = $1 and user_id = $2
     order by created_at, name limit $3`,
    [projectId, userId, maxViews],
  )
  return rows
}

/** A view of the same name is replaced, the same one again is no change. Throws DomainError 'too-many-views'. */
export function saveView(app: App, userId: string, { name, search }: SavedView): Promise<void> {
  return inTransaction(app.pool, 'begin', async (client) => {
    const key = [app.projectId, userId]
    const { rows } = await client.query<SavedView>(
      'select name, search from saved_view where project_id = $1 and user_id = $2 for update',
      key,
    )
    const known = rows.find((view) => view.name === name)
    const [before, after] = [known && hashOf(known.search), hashOf(search)]
    if (before === after) return
    if (!known && rows.length >= maxViews) throw new DomainError('too-many-views', { limit: maxViews })
    await client.query(
      `insert into saved_view (project_id, user_id, name, search) values ($1, $2, $3, $4)
       on conflict (project_id, user_id, name) do update set search = excluded.search`,
      [...key, name, JSON.stringify(search)],
    )
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      ...{ action: 'view.save', object: { kind: 'view', id: name }, before, after },
    })
  })
}

/** Safe to repeat. */
export function removeView(app: App, userId: string, name: string): Promise<void> {
  return inTransaction(app.pool, 'begin', async (client) => {
    const { rows } = await client.query<SavedView>(
      `delete from saved_view where project_id = $1 and user_id = $2 and name = $3 returning name, search`,
      [app.projectId, userId, name],
    )
    if (!rows[0]) return
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      ...{ action: 'view.remove', object: { kind: 'view', id: name }, before: hashOf(rows[0].search) },
    })
  })
}

function hashOf(search: SavedView['search']): string {
  return sha256Hex(canonicalJson(search))
}
