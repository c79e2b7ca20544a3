/** What the broker says of itself under $SYS, where it does: who it is, and how many messages it has dropped. */
import type { AdapterContext } from '#adapters/adapter.ts'
import type { SessionRecord } from './session-record.ts'

export const brokerTopics = ['$SYS/broker/version', '$SYS/broker/publish/messages/dropped'] as const

/** Mosquitto writes its counters every 10 s. */
const settleUs = 15_000_000

export class BrokerWatch {
  readonly #context: AdapterContext
  readonly #record: SessionRecord
  readonly #sinceUs: number
  readonly #isResumed: boolean

  constructor(context: AdapterContext, record: SessionRecord, isResumed: boolean) {
    this.#context = context
    this.#record = record
    this.#sinceUs = context.nowUs()
    this.#isResumed = isResumed
  }

  async take(topic: string, payload: Buffer): Promise<void> {
    const text = payload.toString('utf8', 0, 200)
    if (topic === brokerTopics[0]) this.#learnVersion(text)
    else if (/^\d{1,15}$/.test(text)) await this.#learnDropped(Number(text))
  }

  /** Its default is 1,000 messages for who is away: what comes beyond is dropped without a word. */
  #learnVersion(text: string): void {
    if (/^mosquitto /.test(text))
      this.#context.log('warning', 'mqtt-queue-limit', { broker: text, usual: 1_000 })
  }

  /** The count is of all clients together: what it says of us is only that something may be missing. */
  async #learnDropped(count: number): Promise<void> {
    const { dropped: before = 0, lastUs } = this.#record.earlier ?? this.#record.fields
    const known = this.#record.fields.dropped ?? before
    await this.#record.change({ dropped: count })
    // A broker that was restarted counts from zero.
    const more = count < known ? count : count - known
    if (more === 0) return
    this.#context.log('warning', 'mqtt-broker-dropped', { messages: more })
    const nowUs = this.#context.nowUs()
    if (this.#isResumed && nowUs - this.#sinceUs < settleUs)
      await this.#context.reportGap({ keys: [], fromUs: lastUs, toUs: nowUs, cause: 'source-overflow' })
  }
}
