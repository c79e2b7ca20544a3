/** Topics that were seen, as a tree, with what their last payload looked like. */
import type { BrowseItem, BrowsePage, BrowseQuery } from '#adapters/adapter.ts'
import type { MqttAddress } from '../address.ts'
import { tagsOfPayload } from './payload-tags.ts'

/** Beyond these nothing new is remembered: a hostile broker makes up topics without end. */
const limits = { topics: 20_000, topicChars: 1_000, payloadBytes: 4_096, page: 500 } as const

type Item = BrowseItem<MqttAddress>

export class TopicCatalogue {
  /** The beginning of the last payload; undefined: something is below it only. */
  readonly #payloads = new Map<string, Buffer>()

  /** True where the topic is new. */
  see(topic: string, payload: Buffer): boolean {
    const isKnown = this.#payloads.has(topic)
    if (!isKnown && (this.#payloads.size >= limits.topics || topic.length > limits.topicChars)) return false
    this.#payloads.set(topic, Buffer.from(payload.subarray(0, limits.payloadBytes)))
    return !isKnown
  }

  /** All that a topic has; whole where its payload was small enough to look into. */
  tagsOf(topic: string): Item[] {
    const payload = this.#payloads.get(topic)
    return payload === undefined ? [] : tagsOfPayload(topic, payload)
  }

  /** A node's id is its topic with a slash behind it; the tags of a topic come first. */
  page({ parent = '', cursor = '0' }: BrowseQuery): BrowsePage<MqttAddress> {
    const own = parent === '' ? [] : this.tagsOf(parent.slice(0, -1))
    const all = [...own, ...this.#levelsBelow(parent)]
    const from = Number(cursor)
    const next = from + limits.page
    return { items: all.slice(from, next), ...(next < all.length && { next: String(next) }) }
  }

  #levelsBelow(prefix: string): Item[] {
    const names = new Set<string>()
    for (const topic of this.#payloads.keys()) {
      if (topic.startsWith(prefix)) names.add(topic.slice(prefix.length).split('/', 1)[0])
    }
    const sorted = [...names].sort()
    return sorted.map((name) => ({ id: `${prefix}${name}/`, name, hasChildren: true }))
  }
}
