/** Rows of the audit for those who may read them: filtered, newest first, in pages. */
import { z } from 'zod'
import type { App } from '../app.ts'

const word = z.string().min(1).max(200)

/** Everything is optional and narrows down. */
export const auditFilter = {
  /** ISO times; `to` itself is not in it. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Part of a name, or an id. */
  actor: word.optional(),
  /** All that begins with it: `run.` or `run.start`. */
  action: word.optional(),
  objectKind: word.optional(),
  objectId: word.optional(),
  /** `done`, `refused` for all that was not done, or a code. */
  result: word.optional(),
}

export const auditEntrySchema = z.strictObject({
  seq: z.string(),
  at: z.string(),
  projectId: z.string().nullable(),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  /** The name of a person, who has their address as `actorName`. */
  actorTitle: z.string(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  action: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  beforeHash: z.string().nullable(),
  afterHash: z.string().nullable(),
  result: z.string(),
  /** How often within this minute, where refusals are counted. */
  count: z.number(),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export type AuditFilter = z.infer<z.ZodObject<typeof auditFilter>>

export interface AuditPage {
  items: AuditEntry[]
  /** Ask for what is older with it; null at the end. */
  nextCursor: string | null
}

export interface AuditRequest extends AuditFilter {
  /** Only rows of the app's project; else those of all. */
  isOfProject: boolean
  cursor?: string
  limit: number
}

/** Newest first. */
export async function listAudit(
  app: Pick<App, 'pool' | 'projectId'>,
  request: AuditRequest,
): Promise<AuditPage> {
  const { where, values } = conditions(app.projectId, request)
  const { rows } = await app.pool.query<AuditEntry>(
    `select a.seq::text as seq, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
       a.project_id as "projectId", a.actor_kind as "actorKind", a.actor_id as "actorId", a.actor_name as "actorName",
       coalesce(u.name, a.actor_name) as "actorTitle",
       a.address, a.request_id as "requestId", a.action, a.object_kind as "objectKind", a.object_id as "objectId",
       a.before_hash as "beforeHash", a.after_hash as "afterHash", a.result, coalesce(c.count, 1)::float8 as count, a.hash
     from audit a left join refusal_count c on c.seq = a.seq
       left join app_user u on a.actor_kind = 'person' and u.id::text = a.actor_id
     where ${where} order by a.seq desc limit ${request.limit + 1}`,
    values,
  )
  const items = rows.slice(0, request.limit)
  return { items, nextCursor: rows.length > request.limit ? (items.at(-1)?.seq ?? null) : null }
}

function conditions(projectId: string, request: AuditRequest): { where: string; values: unknown[] } {
  const values: unknown[] = []
  const parts = ['true']
  const narrow = (value: unknown, sql: (place: string) => string) => {
    if (value === undefined) return
    values.push(value)
    parts.push(sql(`$${values.length}`))
  }
  narrow(request.isOfProject ? projectId : undefined, (place) => `a.project_id = ${place}`)
  narrow(request.cursor, (place) => `a.seq < ${place}`)
  narrow(timeOf(request.from), (place) => `a.at >= ${place}::timestamptz`)
  narrow(timeOf(request.to), (place) => `a.at < ${place}::timestamptz`)
  narrow(
    request.actor,
    (place) => `(a.actor_id = ${place} or strpos(lower(a.actor_name), lower(${place})) > 0
        or strpos(lower(coalesce(u.name, '')), lower(${place})) > 0)`,
  )
  narrow(request.action, (place) => `starts_with(a.action, ${place})`)
  narrow(request.objectKind, (place) => `a.object_kind = ${place}`)
  narrow(request.objectId, (place) => `a.object_id = ${place}`)
  if (request.result === 'refused') parts.push(`a.result <> 'done'`)
  else narrow(request.result, (place) => `a.result = ${place}`)
  return { where: parts.join(' and '), values }
}

/** The database knows fewer years and offsets than ISO. */
function timeOf(iso: string | undefined): Date | undefined {
  return iso === undefined ? undefined : new Date(iso)
}
