/** A row of the audit, and its hash as the database's trigger is to have made it. */
import { createHash } from 'node:crypto'

/** All of a row; numbers and times (microseconds since 1970) as decimal text, so that none is rounded. */
export interface AuditRow {
  seq: string
  atUs: string
  projectId: string | null
  actorKind: string
  actorId: string
  actorName: string
  address: string | null
  requestId: string | null
  action: string
  objectKind: string
  objectId: string
  beforeHash: string | null
  afterHash: string | null
  result: string
  prevHash: string
  hash: string
}

/** What a query selects to get an AuditRow. */
export const auditColumns = `a.seq::text as "seq", (extract(epoch from a.at) * 1000000)::bigint::text as "atUs",
  a.project_id::text as "projectId", a.actor_kind as "actorKind", a.actor_id as "actorId", a.actor_name as "actorName",
  a.address as "address", a.request_id as "requestId", a.action as "action", a.object_kind as "objectKind",
  a.object_id as "objectId", a.before_hash as "beforeHash", a.after_hash as "afterHash", a.result as "result",
  a.prev_hash as "prevHash", a.hash as "hash"`

/** What the first row has instead of the hash of the one before. */
export const noHash = '0'.repeat(64)

/** SHA-256 of the row without its hash: the same text as the database's audit_text, made independently of it. */
export function hashOfRow(row: AuditRow): string {
  const fields = [
    row.seq, row.atUs, row.projectId, row.actorKind, row.actorId, row.actorName, row.address, row.requestId, row.action,
    row.objectKind, row.objectId, row.beforeHash, row.afterHash, row.result, row.prevHash,
  ] // prettier-ignore
  const text = fields
    .map((field) => (field === null ? '-' : `${Buffer.byteLength(field)}:${field}`))
    .join(',')
  return createHash('sha256').update(text).digest('hex')
}
