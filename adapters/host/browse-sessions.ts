/**
 * Sessions in which people look around in machines. They stay open for a while: pages of a folder belong to one session
 * of the server, and of a broker is known only what passed by since somebody began to look.
 */
import { createHash } from 'node:crypto'
import { AdapterError } from '#adapters/adapter.ts'
import type { BrowsePage } from '#adapters/adapter.ts'
import type { BrowseRequest, MachineRequest } from '#adapters/host-contract.ts'
import { nowUs } from './parts.ts'
import type { HostParts } from './parts.ts'
import { openTrial } from './try-machine.ts'
import type { OpenTrial } from './try-machine.ts'

const idleMs = 60_000
const answerMs = 20_000
/** More people than these hardly look around at once: who was away for longest begins anew. */
const mostOpen = 20

interface Entry {
  trial: Promise<OpenTrial>
  usedUs: number
}

export class BrowseSessions {
  readonly #parts: HostParts
  readonly #entries = new Map<string, Entry>()
  readonly #sweep = setInterval(() => this.#endIdle(), idleMs / 4).unref()

  constructor(parts: HostParts) {
    this.#parts = parts
  }

  /** Throws AdapterError. */
  async browse({ parent, cursor, ...machine }: BrowseRequest): Promise<BrowsePage<unknown>> {
    const key = keyOf(machine)
    const entry = (await this.#living(key)) ?? this.#open(key, machine)
    entry.usedUs = nowUs()
    try {
      const { session } = await entry.trial
      if (!session.browse) throw new AdapterError('browse-impossible', {}, { isFinal: true })
      const look = () => session.browse!({ parent, cursor }, AbortSignal.timeout(answerMs))
      return await this.#parts.guard.run(look)
    } catch (error) {
      // Whatever it was: the next look begins with a session of its own.
      await this.#end(key, entry)
      throw error
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep)
    await Promise.all([...this.#entries].map(([key, entry]) => this.#end(key, entry)))
  }

  /** One that broke while nobody looked is of no use. */
  async #living(key: string): Promise<Entry | undefined> {
    const entry = this.#entries.get(key)
    const trial = await entry?.trial.catch(() => undefined)
    if (entry && trial?.isLost()) await this.#end(key, entry)
    return this.#entries.get(key)
  }

  #open(key: string, machine: MachineRequest): Entry {
    const entry = { trial: openTrial(this.#parts, machine), usedUs: nowUs() }
    this.#entries.set(key, entry)
    const oldest = [...this.#entries].sort(([, a], [, b]) => a.usedUs - b.usedUs)[0]
    if (this.#entries.size > mostOpen) void this.#end(...oldest)
    return entry
  }

  #endIdle(): void {
    const longAgoUs = nowUs() - idleMs * 1_000
    for (const [key, entry] of this.#entries) if (entry.usedUs < longAgoUs) void this.#end(key, entry)
  }

  async #end(key: string, entry: Entry): Promise<void> {
    if (this.#entries.get(key) === entry) this.#entries.delete(key)
    const trial = await entry.trial.catch(() => undefined) // who opened it was told
    await trial?.close()
  }
}

/** Holds what was entered, passwords too: only a hash of it is kept. */
function keyOf(machine: MachineRequest): string {
  return createHash('sha256').update(JSON.stringify(machine)).digest('hex')
}
