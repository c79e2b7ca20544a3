/** Messages that have come and are not kept yet: taken together, kept together, acknowledged together. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from './message.ts'

/** Beyond these no further packet is read; at QoS 1 and 2 the receive maximum comes first. */
const room = { messages: 20_000, bytes: 16_000_000 } as const
const batchMessages = 5_000
const retryMs = { first: 250, last: 5_000 } as const

export interface InboxWork<Prepared> {
  /** Makes of messages what is to be kept: called once for each of them, in their order. */
  prepare(messages: Message[]): Prepared
  /** Resolves once all of it is kept. Rejects: it is tried again with the same. */
  keep(prepared: Prepared): Promise<void>
  acknowledge(messages: Message[]): Promise<void>
  /** Something broke that is not a question of keeping. */
  fail(error: unknown): void
  onRefused(error: unknown): void
}

export class Inbox<Prepared> {
  readonly #work: InboxWork<Prepared>
  readonly #ended = new AbortController()
  #waiting: Message[] = []
  #bytes = 0
  #isOpen = false
  #running: Promise<void> | undefined
  #resume: (() => void)[] = []

  constructor(work: InboxWork<Prepared>) {
    this.#work = work
  }

  /** When the first of the messages came that are not kept. */
  get oldestUs(): number | undefined {
    return this.#waiting[0]?.receivedUs
  }

  /** What came before anybody said which tags are wanted has waited until now. */
  open(): void {
    this.#isOpen = true
    this.#start()
  }

  take(message: Message): void {
    this.#waiting.push(message)
    this.#bytes += message.payload.length
    this.#start()
  }

  get hasRoom(): boolean {
    return this.#waiting.length < room.messages && this.#bytes < room.bytes
  }

  whenRoom(go: () => void): void {
    if (this.hasRoom) go()
    else this.#resume.push(go)
  }

  /** Waits for what is under way; returns what could not be kept. */
  async close(withinMs: number): Promise<Message[]> {
    const limit = sleep(withinMs, undefined, { signal: this.#ended.signal }).catch(() => undefined)
    if (this.#isOpen) await Promise.race([this.#running, limit])
    this.#ended.abort()
    return this.#waiting
  }

  #start(): void {
    if (!this.#isOpen || this.#running || this.#waiting.length === 0) return
    this.#running = this.#run()
      .catch((error: unknown) => this.#work.fail(error))
      .finally(() => {
        this.#running = undefined
        if (!this.#ended.signal.aborted) this.#start()
      })
  }

  async #run(): Promise<void> {
    // What lies in the same piece of the stream comes with it.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0 && !this.#ended.signal.aborted) {
      const messages = this.#waiting.slice(0, batchMessages)
      if (!(await this.#keep(this.#work.prepare(messages)))) return
      this.#waiting = this.#waiting.slice(messages.length)
      this.#bytes -= messages.reduce((sum, { payload }) => sum + payload.length, 0)
      await this.#work.acknowledge(messages)
      const resume = this.#resume
      this.#resume = []
      for (const go of resume) this.whenRoom(go)
    }
  }

  /** The broker holds what is not acknowledged, so it can be tried for as long as it takes. */
  async #keep(prepared: Prepared): Promise<boolean> {
    for (let waitMs: number = retryMs.first; ; waitMs = Math.min(waitMs * 2, retryMs.last)) {
      try {
        await this.#work.keep(prepared)
        return true
      } catch (error) {
        this.#work.onRefused(error)
      }
      await sleep(waitMs, undefined, { signal: this.#ended.signal }).catch(() => undefined)
      if (this.#ended.signal.aborted) return false
    }
  }
}
