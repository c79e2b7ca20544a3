/** Every refusal on record: one row each, those of strangers and of too many requests counted by address and minute. */
import type pg from 'pg'
import type { Actor } from '../actor.ts'
import { recordRefusal } from './record.ts'

export interface RefusedRequest {
  actor: Actor
  projectId?: string
  requestId?: string
  /** Path of the procedure, or of the address. */
  action: string
  object: { kind: string; id: string }
  code: string
}

interface Tally {
  first: RefusedRequest
  address: string
  minute: number
  count: number
}

const minuteMs = 60_000
/** More in one flush than addresses that a plant has: the rest is counted together. */
const maxTallies = 2_000
const elsewhere = 'others'

/** Counted refusals reach the database once a second, and when it ends. */
export class Refusals {
  readonly #pool: pg.Pool
  readonly #onError: (error: unknown) => void
  #tallies = new Map<string, Tally>()
  readonly #timer: NodeJS.Timeout
  #flushing: Promise<void> | undefined

  constructor(pool: pg.Pool, onError: (error: unknown) => void, flushMs = 1_000) {
    this.#pool = pool
    this.#onError = onError
    this.#timer = setInterval(() => void this.flush(), flushMs)
  }

  /** Returns once the row is there; a refusal stays one if it cannot be written. */
  async record(refused: RefusedRequest): Promise<void> {
    if (refused.actor.kind === 'anonymous' || refused.code === 'too-many-requests')
      return this.#count(refused)
    try {
      await recordRefusal((sql, parameters) => this.#pool.query(sql, parameters), refused, refused)
    } catch (error) {
      this.#onError(error)
    }
  }

  async flush(): Promise<void> {
    await (this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined)))
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#flushing
    await this.flush()
  }

  #count(refused: RefusedRequest): void {
    const minute = Math.floor(Date.now() / minuteMs) * minuteMs
    const isKnown = this.#tallies.size < maxTallies
    const address = isKnown ? (refused.actor.address ?? elsewhere) : elsewhere
    const actor = { ...refused.actor, address }
    const key = JSON.stringify([address, minute, actor.id, refused.code])
    const tally = this.#tallies.get(key)
    if (tally) tally.count++
    else this.#tallies.set(key, { first: { ...refused, actor }, address, minute, count: 1 })
  }

  /** What cannot be written now is tried again with the next flush. */
  async #flush(): Promise<void> {
    const tallies = this.#tallies
    this.#tallies = new Map()
    for (const [key, tally] of tallies) {
      try {
        await writeTally(this.#pool, tally)
      } catch (error) {
        this.#onError(error)
        const since = this.#tallies.get(key)
        this.#tallies.set(key, since ? { ...tally, count: tally.count + since.count } : tally)
      }
    }
  }
}

async function writeTally(pool: pg.Pool, { first, address, minute, count }: Tally): Promise<void> {
  const client = await pool.connect()
  let broken = true
  try {
    await client.query('begin isolation level read committed')
    const { rows } = await client.query<{ seq: string | null }>(
      `insert into refusal_count as c (address, minute, actor_id, result, count) values ($1, $2, $3, $4, $5)
       on conflict (address, minute, actor_id, result) do update set count = c.count + excluded.count returning seq`,
      [address, new Date(minute), first.actor.id, first.code, count],
    )
    if (rows[0].seq === null) await writeFirst(client, tallyKey(first, minute), first)
    await client.query('commit')
    broken = false
  } finally {
    client.release(broken) // an open transaction ends with its connection
  }
}

function tallyKey({ actor, code }: RefusedRequest, minute: number): unknown[] {
  return [actor.address, new Date(minute), actor.id, code]
}

async function writeFirst(client: pg.ClientBase, key: unknown[], refused: RefusedRequest): Promise<void> {
  const context = { actor: refused.actor, requestId: refused.requestId }
  await recordRefusal((sql, parameters) => client.query(sql, parameters), context, refused)
  await client.query(
    `update refusal_count set seq = (select max(seq) from audit)
     where address = $1 and minute = $2 and actor_id = $3 and result = $4`,
    key,
  )
}
