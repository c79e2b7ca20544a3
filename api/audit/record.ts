/** Writes down who changed what, in the transaction of the change, and who was refused what. */
import type { Actor } from '../actor.ts'
import { auditActions } from './actions.ts'

/** One change of one object; hashes are of its state before and after. */
export interface Change {
  /** Verb of what happened: `pipeline.save`, `run.start`, `token.revoke`. */
  action: string
  object: { kind: string; id: string }
  before?: string
  after?: string
}

/** Something that was asked for and not done. */
export interface Refusal {
  /** Path of the procedure. */
  action: string
  object: { kind: string; id: string }
  /** Why: the code that was answered. */
  code: string
}

/** Runs one SQL statement with parameters in the caller's transaction: pg's client or Prisma's. */
export type Execute = (sql: string, parameters: unknown[]) => Promise<unknown>

export interface AuditContext {
  actor: Actor
  projectId?: string
  requestId?: string
}

/**
 * Adds the one row of a change. Throws what the database throws: without its row a change does not happen. Let it be the
 * last statement of the transaction, which holds up all others that write rows until its commit.
 */
export async function recordChange(execute: Execute, context: AuditContext, change: Change): Promise<void> {
  if (!Object.hasOwn(auditActions, change.action))
    throw new Error(`${change.action} is not in the list of actions (api/audit/actions.ts)`)
  await insertRow(execute, context, { ...change, result: 'done' })
}

/** Adds the one row of a refusal, in a transaction of its own when `execute` is a pool's. */
export async function recordRefusal(
  execute: Execute,
  context: AuditContext,
  { action, object, code }: Refusal,
): Promise<void> {
  const safe = { kind: object.kind, id: storable(object.id) }
  await insertRow(execute, context, { action: storable(action), object: safe, result: code })
}

interface Row {
  action: string
  object: { kind: string; id: string }
  before?: string
  after?: string
  result: string
}

async function insertRow(execute: Execute, context: AuditContext, row: Row): Promise<void> {
  await execute(
    `insert into audit (project_id, actor_kind, actor_id, actor_name, address, request_id, action, object_kind,
       object_id, before_hash, after_hash, result)
     values ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      context.projectId ?? null, context.actor.kind, context.actor.id, context.actor.name,
      context.actor.address ?? null, context.requestId ?? null, row.action, row.object.kind, row.object.id,
      row.before ?? null, row.after ?? null, row.result,
    ], // prettier-ignore
  )
}

/** What somebody sent, as a database can keep it, and no more of it than tells what was meant. */
function storable(text: string): string {
  return text.slice(0, 200).replaceAll('\0', '').toWellFormed()
}
