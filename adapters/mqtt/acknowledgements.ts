/**
 * Holds back PUBREC (QoS 2) until messages are kept. The library's own way, the callback of `handleMessage`, reads no
 * further packet until it is called: one message at a time. So the acknowledgement is stopped where it is sent, and
 * the library reads on.
 */
import type { MqttClient } from 'mqtt'

interface AnyPacket {
  cmd: string
  messageId?: number
}

/** What the library calls for each packet that it sends; its types hide it. */
interface Sender {
  _sendPacket(packet: AnyPacket, done?: () => void, ...rest: unknown[]): void
}

export class Acknowledgements {
  readonly #send: Sender['_sendPacket']
  readonly #held = new Map<number, { packet?: AnyPacket }>()

  /** `beforeComplete`: before a PUBCOMP leaves; the broker may use the number for another message afterwards. */
  constructor(client: MqttClient, beforeComplete: (id: number) => Promise<void>) {
    const sender = client as unknown as Sender
    this.#send = sender._sendPacket.bind(client)
    sender._sendPacket = (packet, done, ...rest) => {
      const entry = packet.messageId === undefined ? undefined : this.#held.get(packet.messageId)
      if (packet.cmd === 'pubcomp') {
        void beforeComplete(packet.messageId ?? 0).then(() => this.#send(packet, done, ...rest))
      } else if (entry && packet.cmd === 'pubrec') {
        entry.packet = packet
        done?.()
      } else this.#send(packet, done, ...rest)
    }
  }

  hold(id: number): void {
    this.#held.set(id, {})
  }

  /** In the order in which the messages came: MQTT asks for that. */
  release(ids: Iterable<number>): void {
    for (const id of ids) {
      const packet = this.#held.get(id)?.packet
      this.#held.delete(id)
      if (packet) this.#send(packet)
    }
  }
}
