/**
 * Reads events once for all who watch. It keeps the last few thousand; who is further behind reads the database. It
 * keeps nothing for anybody, so one that does not read costs nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { readEvents, readHorizon } from './events.ts'
import type { StoredEvent } from './events.ts'
import { hasSeen, hasSeenAllUntil, isNewer } from './snapshot.ts'
import type { Snapshot } from './snapshot.ts'

const pollMs = 50
const pauseAfterErrorMs = 500
const mostKept = 2_000
/** Who has missed more than this is told to look at everything anew. */
const mostCaughtUp = 5_000

export interface Caught {
  events: StoredEvent[]
  position: Snapshot
  /** Some of what happened is not among the events. */
  isCut: boolean
}

interface Batch {
  events: StoredEvent[]
  until: Snapshot
}

export class EventHub {
  readonly #pool: pg.Pool
  #watchers = 0
  #generation = 0
  #batches: Batch[] = []
  #kept = 0
  /** The kept batches hold everything from here... */
  #since: Snapshot | undefined
  /** ...to here. */
  #now: Snapshot | undefined
  #wakers = new Set<() => void>()
  /** How often something new was read. */
  #turn = 0

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  get watchers(): number {
    return this.#watchers
  }

  /** To be called before anything else; events are read until everybody has left. */
  join(): () => void {
    if (++this.#watchers === 1) void this.#poll(++this.#generation)
    let isHere = true
    return () => {
      if (isHere) this.#watchers--
      isHere = false
    }
  }

  /** Where somebody goes on: after the moment that they remember, unless what happened since is not known any more. */
  async begin(remembered: Snapshot | undefined): Promise<{ position: Snapshot; isResumed: boolean }> {
    const [{ now }, horizon] = await Promise.all([
      readEvents(this.#pool, undefined, 0),
      readHorizon(this.#pool),
    ])
    const isKnown = remembered && remembered.end <= now.end && hasSeenAllUntil(remembered, horizon)
    return isKnown ? { position: remembered, isResumed: true } : { position: now, isResumed: false }
  }

  /** All that happened after a moment. */
  async after(position: Snapshot): Promise<Caught> {
    const [since, now] = [this.#since, this.#now]
    if (!since || !now || isNewer(since, position)) return this.#readStored(position)
    const unseen = ({ transaction }: StoredEvent) => !hasSeen(position, transaction)
    const events = this.#batches.flatMap((batch) => batch.events.filter(unseen))
    return { events, position: isNewer(now, position) ? now : position, isCut: false }
  }

  /** Rises with everything new; to be read before `after`, and given to `changed`. */
  get turn(): number {
    return this.#turn
  }

  /** Resolves when something new was read since that turn, after a time, or when the signal is aborted. */
  changed(turn: number, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (turn !== this.#turn) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        this.#wakers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, timeoutMs)
      this.#wakers.add(wake)
      signal?.addEventListener('abort', wake)
      if (signal?.aborted) wake()
    })
  }

  async #readStored(position: Snapshot): Promise<Caught> {
    const { events, now, isTooMuch } = await readEvents(this.#pool, position, mostCaughtUp)
    return { events, position: now, isCut: isTooMuch }
  }

  async #poll(generation: number): Promise<void> {
    this.#since = this.#now = undefined
    this.#batches = []
    this.#kept = 0
    while (this.#watchers > 0 && generation === this.#generation) {
      try {
        await this.#readOnce(generation)
        await sleep(pollMs)
      } catch {
        // The database is away, which everybody who asks it is told; what happens meanwhile is read later.
        await sleep(pauseAfterErrorMs)
      }
    }
  }

  async #readOnce(generation: number): Promise<void> {
    const { events, now, isTooMuch } = await readEvents(this.#pool, this.#now, mostCaughtUp)
    // Everybody has left meanwhile, and others have come.
    if (generation !== this.#generation) return
    if (!this.#now || isTooMuch) {
      this.#since = now
      this.#batches = []
      this.#kept = 0
    } else if (events.length > 0) this.#keep({ events, until: now })
    const wasBehind = events.length > 0 || isTooMuch
    this.#now = now
    if (!wasBehind) return
    this.#turn++
    for (const wake of [...this.#wakers]) wake()
  }

  #keep(batch: Batch): void {
    this.#batches.push(batch)
    this.#kept += batch.events.length
    while (this.#kept > mostKept && this.#batches.length > 1) {
      const oldest = this.#batches.shift()!
      this.#kept -= oldest.events.length
      this.#since = oldest.until
    }
  }
}

/** By pool, which all views of one process's App share. */
const hubs = new WeakMap<pg.Pool, EventHub>()

export function hubOf({ pool }: { pool: pg.Pool }): EventHub {
  const hub = hubs.get(pool) ?? new EventHub(pool)
  hubs.set(pool, hub)
  return hub
}
