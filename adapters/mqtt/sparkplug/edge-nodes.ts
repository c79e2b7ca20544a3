/** All edge nodes of a connection: takes messages apart by their topics. */
import type { TagRequest } from '#adapters/adapter.ts'
import type { SparkplugAddress } from '../address.ts'
import type { Message, Outcome } from '../message.ts'
import { Birth } from './birth.ts'
import type { SavedBirth } from './birth.ts'
import { EdgeNode } from './edge-node.ts'
import type { SparkplugVerb } from './edge-node.ts'
import { decodeSparkplug } from './payload.ts'
import { MalformedMessage } from './protobuf.ts'

const topicShape = /^spBv1\.0\/([^/]+)\/(NBIRTH|NDEATH|NDATA|DBIRTH|DDEATH|DDATA)\/([^/]+)(?:\/([^/]+))?$/

export const isSparkplug = (topic: string): boolean => topic.startsWith('spBv1.0/')

export class EdgeNodes {
  readonly #nodes = new Map<string, EdgeNode>()

  /** Exactly these tags; nodes that nobody wants are forgotten. */
  want(tags: readonly TagRequest<SparkplugAddress>[]): void {
    const byNode = Map.groupBy(tags, ({ address }) => `${address.group}/${address.node}`)
    for (const id of this.#nodes.keys()) if (!byNode.has(id)) this.#nodes.delete(id)
    for (const [id, wanted] of byNode) {
      const node = this.#nodes.get(id) ?? new EdgeNode(id)
      this.#nodes.set(id, node)
      node.want(wanted)
    }
  }

  get ids(): string[] {
    return [...this.#nodes.keys()]
  }

  /** What was said before this session began, where the broker has kept everything since. */
  restore(id: string, saved: SavedBirth): void {
    const node = this.#nodes.get(id)
    if (node && !node.birth) node.birth = Birth.restore(saved)
  }

  /** True: it was a Sparkplug message, wanted or not. */
  handle(message: Message, outcome: Outcome): boolean {
    if (!isSparkplug(message.topic)) return false
    const found = topicShape.exec(message.topic)
    const node = found && this.#nodes.get(`${found[1]}/${found[3]}`)
    if (!found || !node) return true
    const verb = found[2] as SparkplugVerb
    const device = found[4] ?? ''
    if (verb.startsWith('D') !== (device !== '')) return true
    try {
      node.handle(verb, { device, payload: decodeSparkplug(message.payload), message }, outcome)
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error
      // What it would have said is missing.
      const at = { fromUs: message.receivedUs, toUs: message.receivedUs }
      outcome.gaps.push({ keys: node.keys, ...at, cause: 'answer-invalid', count: undefined })
    }
    return true
  }
}
