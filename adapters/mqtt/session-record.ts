/** What must be known of a session at the broker after a restart of ours. */
import { z } from 'zod'
import type { AdapterContext } from '#adapters/adapter.ts'

const recordSchema = z.object({
  clientId: z.string(),
  /** What the broker has been told that we want. */
  filters: z.array(z.string()),
  /** Until then nothing was missing. */
  lastUs: z.number(),
  /** Numbers of messages at QoS 2 that are kept and that the broker may send once more. */
  kept: z.array(z.number()),
  /** The broker's own count of dropped messages. */
  dropped: z.number().optional(),
})
type Fields = z.infer<typeof recordSchema>

const name = 'session'

export class SessionRecord {
  readonly #context: AdapterContext
  #fields: Fields
  /** Of an earlier session; undefined: this is the first. */
  readonly earlier: Fields | undefined
  #writing: Promise<void> = Promise.resolve()

  private constructor(context: AdapterContext, earlier: Fields | undefined, fields: Fields) {
    this.#context = context
    this.earlier = earlier
    this.#fields = fields
  }

  static async load(context: AdapterContext, clientId: string): Promise<SessionRecord> {
    const read = recordSchema.safeParse(await context.memory.get(name))
    const earlier = read.success ? read.data : undefined
    const isSame = earlier?.clientId === clientId
    const fresh = { clientId, filters: [], lastUs: context.nowUs(), kept: [] }
    return new SessionRecord(context, earlier, isSame ? { ...earlier } : fresh)
  }

  get fields(): Readonly<Fields> {
    return this.#fields
  }

  /** Writes never overtake each other. */
  change(change: Partial<Fields>): Promise<void> {
    this.#fields = { ...this.#fields, ...change }
    const written = this.#writing.then(() => this.#context.memory.set(name, this.#fields))
    this.#writing = written.catch(() => undefined)
    return written
  }
}
