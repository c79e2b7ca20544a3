/**
 * JSON by MQTT: a message for each sample, topic `simulated/<tag>`, QoS 1. The plant has a broker of its own, or
 * publishes to a given one.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { Aedes } from 'aedes'
import { connectAsync } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { names } from '#plant/label.ts'
import type { Channel, Outgoing } from '#plant/samples.ts'
import type { PlantTag } from '#plant/tags/catalog.ts'
import { loopback } from './free-port.ts'

/** Where messages go. */
export interface Broker {
  /** mqtt://host:port, as the plant's own clients reach it. */
  url: string
  publish(topic: string, payload: string, options: { retain: boolean }): Promise<void>
  close(): Promise<void>
}

/** Of the plant, in this process. Sessions that ask for it keep their queues while a client is away. */
export async function openOwnBroker(): Promise<Broker & { port: number }> {
  const aedes = await Aedes.createBroker({ id: names.product, keepaliveLimit: 0 })
  const server = createServer((socket) => aedes.handle(socket))
  server.listen({ host: loopback, port: 0 })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `mqtt://${loopback}:${port}`,
    publish: (topic, payload, { retain }) =>
      new Promise((resolve, reject) => {
        const packet = { cmd: 'publish', qos: 1, dup: false, topic, payload, retain } as const
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()))
      }),
    close: () => closeBroker(aedes, server),
  }
}

async function closeBroker(aedes: Aedes, server: Server): Promise<void> {
  server.close()
  await new Promise<void>((resolve) => aedes.close(() => resolve()))
}

/** Somebody else's. What it has not confirmed is sent again when it is back. */
export async function openGivenBroker(url: string): Promise<Broker> {
  const client: MqttClient = await connectAsync(url, {
    clientId: `simulated-plant-${process.pid}`,
    clean: true,
  })
  return {
    url,
    publish: async (topic, payload, { retain }) => {
      await client.publishAsync(topic, payload, { qos: 1, retain })
    },
    close: () => client.endAsync(true),
  }
}

/** Topic of a tag. */
export function topicOf(tag: Pick<PlantTag, 'name'>): string {
  return `${names.topicRoot}/${tag.name}`
}

/** What a message says: `t` epoch ms, `v` value (NaN as text: JSON has none), `q` quality, `u` unit, `n` number in the ledger. */
export function jsonOf({ tag, timeMs, value, quality, seq }: Outgoing): string {
  const shown = typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  const unit = tag.unit === undefined ? {} : { u: tag.unit }
  return JSON.stringify({
    t: timeMs,
    v: shown,
    q: quality === 0 ? 'good' : 'bad',
    ...unit,
    n: seq,
    simulated: true,
  })
}

export class MqttChannel implements Channel {
  #broker: Broker
  #held: Outgoing[] | undefined

  constructor(broker: Broker) {
    this.#broker = broker
  }

  async send(samples: Outgoing[]): Promise<void> {
    if (this.#held) {
      this.#held.push(...samples)
      return
    }
    await Promise.all(
      samples.map((sample) =>
        this.#broker.publish(topicOf(sample.tag), jsonOf(sample), {
          retain: sample.tag.name.endsWith('/simulated'),
        }),
      ),
    )
  }

  /** What is made from now on waits. */
  hold(): void {
    this.#held ??= []
  }

  /** What waited goes out, in order. */
  async release(): Promise<void> {
    const held = this.#held ?? []
    this.#held = undefined
    await this.send(held)
  }

  close(): Promise<void> {
    return this.#broker.close()
  }
}
