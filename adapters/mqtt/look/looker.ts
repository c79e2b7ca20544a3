/**
 * Looks what there is, by a second client that the broker keeps nothing for: what people look at neither waits for
 * being kept nor comes twice. It is open only while somebody browses.
 */
import type { IPublishPacket, MqttClient, Packet } from 'mqtt'
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AdapterContext, BrowsePage, BrowseQuery } from '#adapters/adapter.ts'
import type { MqttAddress } from '../address.ts'
import type { MqttConfig } from '../config.ts'
import type { Decoder } from '../decoder.ts'
import { openClient } from '../open-client.ts'
import { subscribeTo } from '../subscriptions.ts'
import { TopicCatalogue } from './topic-catalogue.ts'

/** What is kept for new subscribers comes at once. */
const firstLookMs = 500
const idleMs = 60_000
const offersPerS = 20

export class Looker {
  readonly #config: MqttConfig
  readonly #context: AdapterContext
  readonly #catalogue = new TopicCatalogue()
  /** The second connection is judged by the rules of the first one. */
  readonly #inside = AsyncLocalStorage.snapshot()
  #opening: Promise<MqttClient> | undefined
  #idle: NodeJS.Timeout | undefined
  #offers = { second: 0, count: 0 }
  #isOver = false

  constructor(config: MqttConfig, context: AdapterContext) {
    this.#config = config
    this.#context = context
  }

  /** A topic that passed by; one that nobody has asked for is offered once. */
  see(topic: string, payload: Buffer, decoder: Decoder): void {
    if (topic.startsWith('$SYS/')) return
    const second = Math.floor(this.#context.nowUs() / 1_000_000)
    if (second !== this.#offers.second) this.#offers = { second, count: 0 }
    if (this.#offers.count >= offersPerS || decoder.isWanted(topic)) return
    if (!this.#catalogue.see(topic, payload)) return
    this.#offers.count++
    for (const item of this.#catalogue.tagsOf(topic)) this.#context.offer(item)
  }

  async browse(query: BrowseQuery, signal: AbortSignal): Promise<BrowsePage<MqttAddress>> {
    if (!this.#opening) {
      this.#opening = this.#inside(() => this.#open())
      this.#opening.catch(() => {
        this.#opening = undefined
      })
      await this.#opening
      await sleep(firstLookMs, undefined, { signal })
    }
    await this.#opening
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => void this.#end(), idleMs)
    return this.#catalogue.page(query)
  }

  async close(): Promise<void> {
    this.#isOver = true
    await this.#end()
  }

  async #open(): Promise<MqttClient> {
    const { client } = await openClient(this.#config, this.#context, {
      clientId: `${this.#config.clientId}-look`,
      isPersistent: false,
      prepare: (opened) => {
        opened.on('packetreceive', (packet: Packet) => this.#receive(packet))
        opened.on('error', (error) =>
          this.#context.log('warning', 'mqtt-look-failed', { reason: error.message }),
        )
      },
    })
    client.on('close', () => {
      this.#opening = undefined
    })
    await subscribeTo(client, this.#config.look, { qos: 0 })
    return client
  }

  #receive(packet: Packet): void {
    if (packet.cmd !== 'publish' || this.#isOver) return
    const { topic, payload } = packet as IPublishPacket
    this.#catalogue.see(topic, Buffer.from(payload))
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const client = await this.#opening?.catch(() => undefined)
    this.#opening = undefined
    client?.end(true)
  }
}
