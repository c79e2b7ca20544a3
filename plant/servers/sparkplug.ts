/** One Sparkplug B edge node with a device for each line: births, deaths, aliases, rebirth on request. */
import { connectAsync } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { names } from '#plant/label.ts'
import type { Channel, Outgoing } from '#plant/samples.ts'
import type { PlantTag } from '#plant/tags/catalog.ts'
import { lineName } from '#plant/tags/catalog.ts'
import { encodePayload } from './sparkplug-bytes.ts'
import type { Metric, SparkplugType } from './sparkplug-bytes.ts'

const group = names.sparkplugGroup
export const edgeNode = 'simulated-edge'
const rebirth = 'Node Control/Rebirth'

/** Name of a tag's metric in its device, which is its line. */
export function metricOf(tag: Pick<PlantTag, 'path'>): string {
  return tag.path
}

export class SparkplugChannel implements Channel {
  #url: string
  #tags: PlantTag[]
  #last = new Map<number, Outgoing>()
  #client: MqttClient | undefined
  #seq = 0
  #birth = 0

  constructor(url: string, tags: PlantTag[]) {
    this.#url = url
    this.#tags = tags
  }

  /** Connects; births follow with the first samples, so that they say nothing that is not in the ledger. */
  async open(): Promise<void> {
    const will = { timeMs: Date.now(), metrics: [this.#birthNumber()] }
    this.#client = await connectAsync(this.#url, {
      clientId: `${edgeNode}-${process.pid}`,
      clean: true,
      reconnectPeriod: 0,
      will: { topic: topic('NDEATH'), payload: encodePayload(will), qos: 1, retain: false },
    })
    this.#client.on('message', (_, payload) => {
      if (payload.includes(rebirth) && this.#last.size > 0) void this.#bear()
    })
    await this.#client.subscribeAsync(topic('NCMD'), { qos: 1 })
  }

  async send(samples: Outgoing[]): Promise<void> {
    if (!this.#client?.connected || samples.length === 0) return
    const isFirst = this.#last.size === 0
    for (const sample of samples) this.#last.set(sample.tag.id, sample)
    if (isFirst) return this.#bear()
    const byLine = Map.groupBy(samples, ({ tag }) => tag.line)
    await Promise.all([...byLine].map(([line, of]) => this.#say('DDATA', of.map(dataMetric), line)))
  }

  /** The node falls off the net: its will says that it is dead. */
  leave(): void {
    this.#client?.stream.destroy()
    this.#client = undefined
    this.#last.clear()
    this.#birth = (this.#birth + 1) % 256
  }

  async close(): Promise<void> {
    await this.#client?.endAsync(true)
  }

  async #bear(): Promise<void> {
    this.#seq = 0
    const now = { timeMs: Date.now(), type: 'Boolean', value: false } as const
    const product = { name: 'Properties/Product', ...now, type: 'String', value: names.product } as const
    await this.#say('NBIRTH', [this.#birthNumber(), { name: rebirth, ...now }, product])
    for (const [line, tags] of Map.groupBy(this.#tags, (tag) => tag.line))
      await this.#say(
        'DBIRTH',
        tags.map((tag) => this.#birthMetric(tag)),
        line,
      )
  }

  #birthMetric(tag: PlantTag): Metric {
    const last = this.#last.get(tag.id)
    const { type, value, timeMs, quality } = last ? dataMetric(last) : { ...none, type: typeOf(tag) }
    return { name: metricOf(tag), alias: tag.id, timeMs, type, value, unit: tag.unit, quality }
  }

  #birthNumber(): Metric {
    return { name: 'bdSeq', timeMs: Date.now(), type: 'Int64', value: this.#birth }
  }

  async #say(kind: 'NBIRTH' | 'DBIRTH' | 'DDATA', metrics: Metric[], line?: number): Promise<void> {
    const seq = this.#seq
    this.#seq = (seq + 1) % 256
    const payload = encodePayload({ timeMs: Date.now(), seq, metrics })
    await this.#client?.publishAsync(topic(kind, line), payload, { qos: 0 })
  }
}

const none = { value: null, timeMs: 0, quality: 0 } as const

function topic(kind: string, line?: number): string {
  const node = `spBv1.0/${group}/${kind}/${edgeNode}`
  return line === undefined ? node : `${node}/${lineName(line)}`
}

function dataMetric({ tag, timeMs, value, quality }: Outgoing): Metric {
  return { alias: tag.id, timeMs, type: typeOf(tag), value, quality }
}

function typeOf({ type }: PlantTag): SparkplugType {
  return ({ float: 'Double', single: 'Float', int: 'Int64', boolean: 'Boolean', text: 'String' } as const)[
    type
  ]
}
