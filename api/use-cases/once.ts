/**
 * One effect however often a request is repeated: its answer is kept in the transaction of the effect, under a key
 * that the caller made up, and a repetition gets that answer.
 */
import type pg from 'pg'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import type { App } from '../app.ts'

/** What a caller asks for, and the key under which it is done once. */
export interface KeyedRequest {
  procedure: string
  key: string
  /** All that makes another request another one. */
  request: unknown
}

/** Somebody else with the same key was first: undo all and give their answer. */
export class AlreadyAnswered extends Error {
  constructor() {
    super('a request with this key has been answered already')
    this.name = 'AlreadyAnswered'
  }
}

/** The kept answer. Throws DomainError 'key-used-otherwise' when the key belongs to another request. */
export async function findAnswer<T>(
  app: App,
  { procedure, key, request }: KeyedRequest,
): Promise<T | undefined> {
  const { rows } = await app.pool.query<{ hash: string; answer: T }>(
    `select request_hash as hash, answer from idempotency
     where project_id = $1 and actor_id = $2 and procedure = $3 and key = $4`,
    [app.projectId, app.actor.id, procedure, key],
  )
  if (!rows[0]) return undefined
  if (rows[0].hash !== hashOf(request)) throw new DomainError('key-used-otherwise', { key })
  return rows[0].answer
}

/** To be called in the effect's transaction. Waits for others with the same key; throws AlreadyAnswered after them. */
export async function keepAnswer(
  client: pg.ClientBase,
  app: App,
  { procedure, key, request, answer }: KeyedRequest & { answer: unknown },
): Promise<void> {
  const { rowCount } = await client.query(
    `insert into idempotency (project_id, actor_id, procedure, key, request_hash, answer)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [app.projectId, app.actor.id, procedure, key, hashOf(request), JSON.stringify(answer)],
  )
  if (rowCount === 0) throw new AlreadyAnswered()
}

/** Does the work, or answers with what is kept. `work` calls keepAnswer in its transaction. */
export async function once<T>(app: App, keyed: KeyedRequest | undefined, work: () => Promise<T>): Promise<T> {
  if (!keyed) return work()
  const known = await findAnswer<T>(app, keyed)
  if (known !== undefined) return known
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AlreadyAnswered)) throw error
    const answer = await findAnswer<T>(app, keyed)
    if (answer === undefined) throw error
    return answer
  }
}

function hashOf(request: unknown): string {
  return sha256Hex(canonicalJson(request))
}
