/** From readings to the wire: what goes out by which way, what never does, and the ledger before both. */
import type { Ledger } from './ledger/ledger.ts'
import { rowOf } from './ledger-rows.ts'
import type { Channel, Outgoing, Reading } from './samples.ts'
import { channels } from './tags/routes.ts'
import type { ChannelName } from './tags/routes.ts'
import type { TagValue } from './tags/measure.ts'

export class Sender {
  /** Ways that are closed, and why: what is made meanwhile is never sent. */
  readonly closed = new Map<ChannelName, string>()
  sent = 0
  #ledger: Ledger
  #channels: Record<ChannelName, Channel>
  #lastByOpcUa = new Map<number, { value: TagValue; quality: 0 | 2 }>()

  constructor(ledger: Ledger, ways: Record<ChannelName, Channel>) {
    this.#ledger = ledger
    this.#channels = ways
  }

  /** A server that was started anew knows no values: all are changes to it. */
  forgetLast(channel: ChannelName): void {
    if (channel === 'opc-ua') this.#lastByOpcUa.clear()
  }

  /** All of it is in the ledger before the first of it leaves. */
  async send(readings: Reading[]): Promise<void> {
    const outgoing = Object.fromEntries(channels.map((name) => [name, []])) as unknown as Record<
      ChannelName,
      Outgoing[]
    >
    for (const reading of readings)
      for (const channel of reading.tag.channels) this.#enter(reading, channel, outgoing[channel])
    await this.#ledger.commit()
    await Promise.all(channels.map((name) => this.#channels[name].send(outgoing[name])))
  }

  #enter(reading: Reading, channel: ChannelName, outgoing: Outgoing[]): void {
    // What a poll reads is written down with the answer.
    if (channel === 'modbus') return void outgoing.push({ ...reading, channel, seq: 0 })
    if (channel === 'opc-ua' && !this.#isChange(reading)) return
    const cause = this.closed.get(channel) ?? ''
    const seq = this.#ledger.add(rowOf(reading, channel, cause))
    if (cause !== '') return
    this.sent++
    outgoing.push({ ...reading, channel, seq })
  }

  /** OPC UA reports changes of value and status, not of time. */
  #isChange({ tag, value, quality }: Reading): boolean {
    const last = this.#lastByOpcUa.get(tag.id)
    if (last && Object.is(last.value, value) && last.quality === quality) return false
    this.#lastByOpcUa.set(tag.id, { value, quality })
    return true
  }
}
