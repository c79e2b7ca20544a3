/** Asks the adapter host once for the values that all who watch want; each gets the newest of theirs. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostClient } from '#adapters/host-client.ts'
import type { LiveValue } from '#adapters/host-contract.ts'

/** Who comes together is asked for together. */
const gatherMs = 50
const pauseAfterErrorMs = 1_000

/** What one watcher has not been told yet: of each tag the newest. */
export class ValueWatch {
  readonly tags: ReadonlySet<number>
  readonly #pending = new Map<number, LiveValue>()
  #wake: () => void = () => undefined

  constructor(tags: number[]) {
    this.tags = new Set(tags)
  }

  /** Called with the next value. */
  onNew(wake: () => void): void {
    this.#wake = wake
    if (this.#pending.size > 0) wake()
  }

  take(): LiveValue[] {
    const values = [...this.#pending.values()]
    this.#pending.clear()
    return values
  }

  tell(values: LiveValue[]): void {
    for (const value of values) if (this.tags.has(value.tag)) this.#pending.set(value.tag, value)
    if (this.#pending.size > 0) this.#wake()
  }
}

export class ValueHub {
  readonly #host: HostClient
  readonly #watches = new Set<ValueWatch>()
  readonly #newest = new Map<number, LiveValue>()
  #asked = new Set<number>()
  #asking = new AbortController()
  #isGathering = false

  constructor(host: HostClient) {
    this.#host = host
  }

  join(tags: number[]): { watch: ValueWatch; leave(): void } {
    const watch = new ValueWatch(tags)
    this.#watches.add(watch)
    watch.tell(tags.flatMap((tag) => this.#newest.get(tag) ?? []))
    void this.#gather()
    const leave = () => {
      this.#watches.delete(watch)
      void this.#gather()
    }
    return { watch, leave }
  }

  /** Asks anew where somebody wants what is not asked for, or nobody wants anything. */
  async #gather(): Promise<void> {
    if (this.#isGathering) return
    this.#isGathering = true
    await sleep(gatherMs)
    this.#isGathering = false
    const wanted = new Set([...this.#watches].flatMap(({ tags }) => [...tags]))
    const isCovered = wanted.size > 0 && [...wanted].every((tag) => this.#asked.has(tag))
    if (isCovered || (wanted.size === 0 && this.#asked.size === 0)) return
    this.#asking.abort()
    this.#asking = new AbortController()
    this.#asked = wanted
    for (const tag of this.#newest.keys()) if (!wanted.has(tag)) this.#newest.delete(tag)
    if (wanted.size > 0) void this.#listen([...wanted], this.#asking.signal)
  }

  async #listen(tags: number[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const values of this.#host.values(tags, signal)) this.#tell(values)
      } catch {
        // The host is away, which the states of its connections say; values go on when it is back.
      }
      if (!signal.aborted) await sleep(pauseAfterErrorMs)
    }
  }

  #tell(values: LiveValue[]): void {
    for (const value of values) this.#newest.set(value.tag, value)
    if (values.length > 0) for (const watch of this.#watches) watch.tell(values)
  }
}

const hubs = new WeakMap<HostClient, ValueHub>()

/** The one of this process. */
export function valueHubOf(host: HostClient): ValueHub {
  const hub = hubs.get(host) ?? new ValueHub(host)
  hubs.set(host, hub)
  return hub
}
