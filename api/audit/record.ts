/** Writes down who changed what, in the transaction of the change. */
import type { Actor } from '../actor.ts'

/** One change of one object; hashes are of its state before and after. */
export interface Change {
  /** Verb of what happened: `pipeline.save`, `run.start`, `token.revoke`. */
  action: string
  object: { kind: string; id: string }
  before?: string
  after?: string
}

/** Runs one SQL statement with parameters in the caller's transaction: pg's client or Prisma's. */
export type Execute = (sql: string, parameters: unknown[]) => Promise<unknown>

export interface AuditContext {
  actor: Actor
  projectId?: string
  requestId?: string
}

/** Adds the one row of a change. Throws what the database throws: without its row a change does not happen. */
export async function recordChange(execute: Execute, context: AuditContext, change: Change): Promise<void> {
  await execute(
    `insert into audit (project_id, actor_kind, actor_id, actor_name, address, request_id, action, object_kind,
       object_id, before_hash, after_hash, result)
     values ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'done')`,
    [
      context.projectId ?? null, context.actor.kind, context.actor.id, context.actor.name,
      context.actor.address ?? null, context.requestId ?? null, change.action, change.object.kind, change.object.id,
      change.before ?? null, change.after ?? null,
    ], // prettier-ignore
  )
}
