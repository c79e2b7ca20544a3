/** Tags by name, in pages. */
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../../app.ts'
import { writeCursor } from '../../cursor.ts'
import { tagColumns, tagTables } from './views.ts'
import type { TagView } from './views.ts'

export interface TagsRequest {
  cursor?: string
  limit: number
  /** Part of the name or the description, whatever its case. */
  search?: string
  connectionId?: string
  /** With all that is below it; null: tags without one. */
  assetId?: string | null
  /** Of the newest sample. */
  quality?: 0 | 1 | 2
  isStale?: boolean
  ids?: number[]
}

export interface TagPage {
  items: TagView[]
  nextCursor: string | null
  /** How many there are in all pages. */
  total: number
}

/** Throws DomainError 'cursor-invalid'. */
export async function listTags(
  { pool, projectId }: Pick<App, 'pool' | 'projectId'>,
  request: TagsRequest,
): Promise<TagPage> {
  const { search, connectionId, assetId, quality, isStale, ids } = request
  const after = readPlace(request.cursor)
  const pattern = search === undefined ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const values = [
    projectId,
    pattern,
    connectionId ?? null,
    assetId ?? null,
    assetId === null,
    ids ?? null,
    quality ?? null,
    isStale ?? null,
  ]
  const found = `with recursive below as (
      select id from asset where id = $4::uuid and project_id = $1
      union all select a.id from asset a join below b on a.parent_id = b.id),
    found as (select ${tagColumns} from ${tagTables} where t.project_id = $1
      and ($2::text is null or t.name ilike $2 or t.description ilike $2)
      and ($3::uuid is null or c.id = $3) and ($4::uuid is null or t.asset_id in (select id from below))
      and (not $5 or t.asset_id is null) and ($6::integer[] is null or t.id = any($6))
      and ($7::integer is null or l.quality = $7))`
  const isWanted = '($8::boolean is null or "isStale" = $8)'
  const [{ rows }, { rows: counts }] = await Promise.all([
    pool.query<TagView>(
      `${found} select * from found where ${isWanted} and ($9::text is null or (name, id) > ($9, $10))
       order by name, id limit $11`,
      [...values, after?.[0] ?? null, after?.[1] ?? null, request.limit + 1],
    ),
    pool.query<{ total: number }>(
      `${found} select count(*)::integer as total from found where ${isWanted}`,
      values,
    ),
  ])
  const items = rows.slice(0, request.limit)
  const last = items.at(-1)
  const nextCursor = rows.length > request.limit && last ? writeCursor([last.name, String(last.id)]) : null
  return { items, nextCursor, total: counts[0].total }
}

const placeSchema = z.tuple([z.string().max(500), z.coerce.number().int()])

function readPlace(cursor: string | undefined): [string, number] | undefined {
  if (cursor === undefined) return undefined
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new DomainError('cursor-invalid')
  }
}
