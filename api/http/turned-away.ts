/** Who has asked for too much, by what they show, so that the next refusals cost no look into the database. */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../actor.ts'

interface Entry {
  caller: Caller
  untilMs: number
}

const maxEntries = 10_000

export class TurnedAway {
  readonly #entries = new Map<string, Entry>()

  add(request: FastifyRequest, caller: Caller, seconds: number): void {
    const key = keyOf(request)
    if (key === undefined) return
    if (this.#entries.size >= maxEntries) this.#entries.clear()
    this.#entries.set(key, { caller, untilMs: Date.now() + seconds * 1_000 })
  }

  /** The caller and how many seconds are left, or nothing. */
  find(request: FastifyRequest): { caller: Caller; seconds: number } | undefined {
    if (this.#entries.size === 0) return undefined
    const key = keyOf(request)
    const entry = key === undefined ? undefined : this.#entries.get(key)
    if (!key || !entry) return undefined
    const seconds = Math.ceil((entry.untilMs - Date.now()) / 1_000)
    if (seconds > 0) return { caller: entry.caller, seconds }
    this.#entries.delete(key)
    return undefined
  }
}

/** A hash: what is shown is not kept. */
function keyOf({ headers: { authorization, cookie } }: FastifyRequest): string | undefined {
  const shown = authorization ?? cookie
  return shown && createHash('sha256').update(shown).digest('base64')
}
