/** A connection to a broker that stands. */
import type { IPublishPacket, MqttClient, Packet } from 'mqtt'
import { AdapterError } from '#adapters/adapter.ts'
import type {
  AdapterContext,
  BrowsePage,
  BrowseQuery,
  Session,
  TagProblem,
  TagRequest,
} from '#adapters/adapter.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { filterOf } from './address.ts'
import type { MqttAddress } from './address.ts'
import { BrokerWatch, brokerTopics } from './broker-watch.ts'
import type { MqttConfig } from './config.ts'
import { Decoder } from './decoder.ts'
import { Inbox } from './inbox.ts'
import { birthName, keep, prepare } from './keeping.ts'
import type { Prepared } from './keeping.ts'
import { Looker } from './look/looker.ts'
import type { Message } from './message.ts'
import type { OpenClient } from './open-client.ts'
import type { Publish } from './packets.ts'
import type { SessionRecord } from './session-record.ts'
import { rebirthCommand, rebirthTopic } from './sparkplug/rebirth.ts'
import type { SavedBirth } from './sparkplug/birth.ts'
import { subscribeTo, unsubscribeFrom } from './subscriptions.ts'
import type { Granted } from './subscriptions.ts'
import { covers, topicMatches, withoutCovered } from './topics.ts'
import type { Wire } from './wire.ts'

/** How often it is noted up to when nothing is missing. */
const noteMs = 5_000
const closeMs = 2_500

interface Parts {
  config: MqttConfig
  context: AdapterContext
  record: SessionRecord
}

export class MqttSession implements Session<MqttAddress> {
  readonly #config: MqttConfig
  readonly #context: AdapterContext
  readonly #record: SessionRecord
  readonly #decoder: Decoder
  readonly #inbox: Inbox<Prepared>
  readonly #looker: Looker
  #client: MqttClient | undefined
  #wire: Wire | undefined
  #acknowledgements: Acknowledgements | undefined
  #watch: BrokerWatch | undefined
  #notes: NodeJS.Timeout | undefined
  #lastUs = 0
  #lastError: unknown
  #isOver = false
  #isSubscribed = false
  #subscribing: Promise<unknown> = Promise.resolve()
  /** Filters that an earlier session of ours had: nothing of theirs was missed since. */
  #resumed: readonly string[] = []

  constructor({ config, context, record }: Parts) {
    this.#config = config
    this.#context = context
    this.#record = record
    this.#decoder = new Decoder(config.maxPayloadBytes)
    this.#looker = new Looker(config, context)
    this.#inbox = new Inbox<Prepared>({
      prepare: (messages) => prepare(messages, this.#decoder),
      keep: (prepared) => this.#keep(prepared),
      acknowledge: (messages) => this.#acknowledge(messages),
      fail: (error) => this.#lose(error),
      onRefused: () => context.log('warning', 'samples-not-kept'),
    })
  }

  /** Before the first packet can come. */
  attach(client: MqttClient, wire: Wire): void {
    this.#client = client
    this.#wire = wire
    this.#acknowledgements = new Acknowledgements(client, (id) => this.#forgetKept(id))
    wire.on('error', (error) => {
      this.#lastError = error
    })
    client.on('packetreceive', (packet: Packet) => this.#receive(packet))
    client.on('error', (error) => {
      this.#lastError = error
    })
    client.on('disconnect', ({ reasonCode }) => {
      this.#lastError = new AdapterError('mqtt-disconnected', { reason: reasonCode ?? 0 })
    })
    client.on('close', () => this.#lose(this.#lastError))
  }

  /** Says what was missed while we were away, and asks the broker about itself. */
  async begin({ client, isSessionThere, expiryS }: OpenClient): Promise<void> {
    const { earlier, fields } = this.#record
    const isResumed = isSessionThere && earlier?.clientId === fields.clientId
    this.#watch = new BrokerWatch(this.#context, this.#record, isResumed)
    if (earlier && (!isResumed || this.#config.qos === 0)) {
      const toUs = this.#context.nowUs()
      await this.#context.reportGap({ keys: [], fromUs: earlier.lastUs, toUs, cause: 'connection-down' })
    }
    if (isResumed) this.#resumed = fields.filters
    else await this.#record.change({ filters: [], kept: [], lastUs: this.#context.nowUs() })
    const wantedS = Math.ceil(this.#context.bridgeMs / 1_000)
    if (expiryS !== undefined && expiryS < wantedS)
      this.#context.log('warning', 'mqtt-session-short', { seconds: expiryS, wanted: wantedS })
    await subscribeTo(client, [...brokerTopics], { qos: 0 })
    this.#notes = setInterval(() => void this.#note(), noteMs)
  }

  subscribe(tags: TagRequest<MqttAddress>[]): Promise<TagProblem[]> {
    const answer = this.#subscribing.then(() => this.#subscribe(tags))
    this.#subscribing = answer.catch(() => undefined)
    return answer
  }

  browse(query: BrowseQuery, signal: AbortSignal): Promise<BrowsePage<MqttAddress>> {
    return this.#looker.browse(query, signal)
  }

  async close(): Promise<void> {
    this.#isOver = true
    clearInterval(this.#notes)
    await this.#looker.close()
    const left = await this.#inbox.close(closeMs)
    await this.#sayLost(left.filter(({ qos }) => qos === 0))
    await this.#note()
    await this.#end()
  }

  async #subscribe(tags: TagRequest<MqttAddress>[]): Promise<TagProblem[]> {
    const client = this.#client
    if (!client) throw new Error('the session has not begun')
    this.#decoder.want(tags)
    await this.#restoreBirths()
    this.#isSubscribed = true
    this.#inbox.open()
    const { filters: known } = this.#record.fields
    const wanted = withoutCovered([...this.#config.filters, ...tags.map(({ address }) => filterOf(address))])
    const added = wanted.filter((filter) => !known.includes(filter))
    const granted = await subscribeTo(client, added, { qos: this.#config.qos })
    const refused = new Set(granted.filter(({ code }) => code >= 128).map(({ filter }) => filter))
    const isWanted = new Set(wanted)
    await unsubscribeFrom(
      client,
      known.filter((filter) => !isWanted.has(filter)),
    )
    await this.#record.change({ filters: wanted.filter((filter) => !refused.has(filter)) })
    this.#warnOfLowerQos(granted)
    return problemsOf(tags, granted)
  }

  /** Aliases that were given while the broker kept all for us still hold. */
  async #restoreBirths(): Promise<void> {
    for (const id of this.#decoder.edgeNodes.ids) {
      const [group, node] = id.split('/')
      if (!this.#resumed.some((filter) => covers(filter, `spBv1.0/${group}/+/${node}/#`))) continue
      const saved = await this.#context.memory.get(birthName(id))
      if (saved) this.#decoder.edgeNodes.restore(id, saved as SavedBirth)
    }
  }

  #warnOfLowerQos(granted: Granted[]): void {
    const lower = granted.filter(({ code }) => code < this.#config.qos)
    if (lower.length === 0) return
    this.#context.log('warning', 'mqtt-qos-lower', { filters: lower.length, qos: lower[0].code })
  }

  #receive(packet: Packet): void {
    if (packet.cmd === 'publish') this.#takeOfQos2(packet)
    else this.#context.reportAlive()
  }

  #takeOfQos2({ topic, payload, retain, dup, messageId: id }: IPublishPacket): void {
    if (id === undefined || (dup && this.#record.fields.kept.includes(id))) return
    this.#acknowledgements?.hold(id)
    this.take({ topic, payload: Buffer.from(payload), qos: 2, retain, dup, id })
  }

  /** A message, on its way to being kept. */
  take({ topic, payload, qos, retain, dup, id }: Publish): void {
    if (this.#isOver) return
    if (topic.startsWith('$SYS/')) this.#learn(topic, payload)
    this.#lastUs = Math.max(this.#context.nowUs(), this.#lastUs + 1)
    const isRetained = retain
    this.#inbox.take({ topic, payload, qos, id, isRetained, isAgain: dup, receivedUs: this.#lastUs })
    if (this.#isSubscribed) this.#looker.see(topic, payload, this.#decoder)
    if (this.#inbox.hasRoom) return
    this.#wire?.hold()
    this.#inbox.whenRoom(() => this.#wire?.goOn())
  }

  #learn(topic: string, payload: Buffer): void {
    if (!brokerTopics.some((own) => own === topic)) return
    this.#watch?.take(topic, payload).catch((error: unknown) => this.#lose(error))
  }

  async #keep(prepared: Prepared): Promise<void> {
    await keep(prepared, this.#context)
    for (const id of prepared.outcome.rebirths) this.#askForRebirth(id)
    prepared.outcome.rebirths.clear()
  }

  #askForRebirth(nodeId: string): void {
    this.#context.log('warning', 'sparkplug-birth-missed', { node: nodeId })
    if (!this.#config.mayAskForRebirth) return
    const nowMs = Math.floor(this.#context.nowUs() / 1_000)
    this.#client?.publish(rebirthTopic(nodeId), rebirthCommand(nowMs), { qos: 0 })
  }

  /** What is known to be kept at QoS 2 is noted first: the broker may ask again after a break. */
  async #acknowledge(messages: Message[]): Promise<void> {
    const idsOf = (qos: 1 | 2) =>
      messages.flatMap((message) => (message.qos === qos && message.id !== undefined ? [message.id] : []))
    const kept = idsOf(2)
    if (kept.length > 0) await this.#record.change({ kept: [...this.#record.fields.kept, ...kept] })
    if (!this.#client?.connected) return
    this.#wire?.acknowledge(idsOf(1))
    this.#acknowledgements?.release(kept)
  }

  async #forgetKept(id: number): Promise<void> {
    const { kept } = this.#record.fields
    if (!kept.includes(id)) return
    await this.#record.change({ kept: kept.filter((each) => each !== id) })
  }

  /** All that came before the oldest message that waits is kept. */
  async #note(): Promise<void> {
    if (!this.#client?.connected) return
    const lastUs = this.#inbox.oldestUs ?? this.#context.nowUs()
    await this.#record
      .change({ lastUs })
      .catch((error: unknown) => this.#context.log('warning', 'memory-not-kept', { error: String(error) }))
  }

  /** At QoS 0 the broker forgets what it has sent. */
  async #sayLost(left: Message[]): Promise<void> {
    if (left.length === 0) return
    const [fromUs, toUs] = [left[0].receivedUs, this.#context.nowUs()]
    await this.#context
      .reportGap({ keys: [], fromUs, toUs, cause: 'connection-down' })
      .catch((error: unknown) => this.#context.log('warning', 'gap-not-kept', { error: String(error) }))
  }

  #lose(error: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    clearInterval(this.#notes)
    const reason = error instanceof Error ? error.message : 'the broker closed the connection'
    const lost =
      error instanceof AdapterError
        ? error
        : new AdapterError('connection-lost', { reason }, { cause: error })
    this.#context.reportLost(lost)
  }

  /** The broker is told that we leave; one that does not listen is left all the same. */
  async #end(): Promise<void> {
    const client = this.#client
    if (!client) return
    const force = setTimeout(() => this.#wire?.destroy(), 1_000)
    await client.endAsync(!client.connected)
    clearTimeout(force)
  }
}

/** A filter that was refused is a problem of each tag that needs it. */
function problemsOf(tags: TagRequest<MqttAddress>[], granted: Granted[]): TagProblem[] {
  const refused = granted.filter(({ code }) => code >= 128)
  if (refused.length === 0) return []
  return tags.flatMap(({ key, address }) => {
    const filter = filterOf(address)
    const by = refused.find(
      (each) => each.filter === filter || covers(each.filter, filter) || topicMatches(each.filter, filter),
    )
    return by ? [{ key, problem: { code: 'mqtt-topic-refused', params: { reason: by.code } } }] : []
  })
}
