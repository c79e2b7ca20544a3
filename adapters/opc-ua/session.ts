import type { DataValue } from 'node-opcua-client'
import type {
  AdapterContext,
  BrowsePage,
  BrowseQuery,
  Session,
  TagProblem,
  TimeRange,
} from '#adapters/adapter.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import type { OpcUaAddress } from './address.ts'
import { Browser } from './browse.ts'
import type { OpcUaConfig } from './config.ts'
import { connectOnce } from './connect.ts'
import { connectError, lostError } from './errors.ts'
import { readHistory } from './history.ts'
import { ItemTable } from './items.ts'
import type { Item, OpcUaTag } from './items.ts'
import { NamespacePins } from './namespace-pins.ts'
import { Polling } from './polling.ts'
import { acceptSafely } from './accept.ts'
import { Pulse } from './pulse.ts'
import { readItems } from './read-now.ts'
import { SampleCollector } from './samples.ts'
import type { Served } from './served.ts'
import { readServerFacts } from './server-facts.ts'
import { Subscription } from './subscription.ts'

const tryAgainMs = 30_000
const closeMs = 3_000

/** Connects, and finds out what the server is. */
export async function openSession(config: OpcUaConfig, context: AdapterContext): Promise<OpcUaSession> {
  const link = await connectOnce(config, context)
  try {
    const facts = await readServerFacts(link.session)
    const pins = await NamespacePins.load(context.memory)
    return new OpcUaSession({ ...link, config, context, facts, pins })
  } catch (error) {
    await link.client.disconnect()
    throw connectError(error, { url: config.url })
  }
}

/** A connection that stands. */
export class OpcUaSession implements Session<OpcUaAddress> {
  readonly #served: Served
  readonly #end = new AbortController()
  readonly #browser: Browser
  readonly #pulse: Pulse
  #isLost = false
  #reading: Subscription | Polling | undefined
  #again: NodeJS.Timeout | undefined

  constructor(served: Omit<Served, 'ended' | 'lost'>) {
    this.#served = { ...served, ended: this.#end.signal, lost: (error) => this.#lost(error) }
    this.#browser = new Browser(this.#served)
    this.#pulse = new Pulse(this.#served)
    served.client.on('connection_lost', () => this.#lost(new Error('the connection broke')))
    served.client.on('close', () => this.#lost(new Error('the server closed the connection')))
  }

  async subscribe(tags: OpcUaTag[]): Promise<TagProblem[]> {
    try {
      return await this.#subscribe(tags)
    } catch (error) {
      this.#lost(error)
      throw lostError(error)
    }
  }

  async read(tags: OpcUaTag[], signal: AbortSignal): Promise<SampleBatch> {
    const items = new ItemTable().change(tags).added
    const collector = await this.#readNow(items, signal)
    return collector.builder.take(this.#served.context.nowUs())
  }

  browse(query: BrowseQuery, signal: AbortSignal): Promise<BrowsePage<OpcUaAddress>> {
    return this.#browser.browse(query, signal)
  }

  readHistory(tag: OpcUaTag, range: TimeRange, signal: AbortSignal): AsyncIterable<SampleBatch> {
    return readHistory(this.#served, { tag, range, signal: AbortSignal.any([signal, this.#end.signal]) })
  }

  async close(): Promise<void> {
    if (this.#end.signal.aborted) return
    this.#end.abort(new Error('the session is closed'))
    clearInterval(this.#again)
    this.#pulse.stop()
    // A server that does not answer may not hold the host up.
    await Promise.race([this.#closeAll(), new Promise((resolve) => setTimeout(resolve, closeMs).unref())])
  }

  async #closeAll(): Promise<void> {
    const { client, session, context } = this.#served
    try {
      if (this.#reading instanceof Subscription) await this.#reading.close(!this.#isLost)
      else await this.#reading?.close()
      if (!this.#isLost) await session.close(context.bridgeMs === 0)
      await client.disconnect()
    } catch (error) {
      context.log('info', 'opc-ua-closed-badly', { reason: String(error) })
    }
  }

  async #subscribe(tags: OpcUaTag[]): Promise<TagProblem[]> {
    const { pins, facts, config } = this.#served
    await pins.pin(
      tags.map(({ address }) => address.node),
      facts.namespaces,
    )
    if (!this.#reading && config.reading === 'auto') this.#reading = await Subscription.open(this.#served)
    this.#reading ??= this.#poll()
    if (this.#reading instanceof Polling) {
      this.#reading.want(tags)
      return []
    }
    return await this.#want(this.#reading, tags)
  }

  #poll(): Polling {
    this.#served.context.log('info', 'opc-ua-polls')
    this.#pulse.start()
    return new Polling(this.#served)
  }

  async #want(subscription: Subscription, tags: OpcUaTag[]): Promise<TagProblem[]> {
    const { problems, change } = await subscription.want(tags)
    if (change.widened.length > 0) {
      const collector = await this.#readNow(change.widened, this.#end.signal)
      await acceptSafely(this.#served, collector)
    }
    this.#again ??= setInterval(() => void this.#tryAgain(subscription), tryAgainMs)
    return problems
  }

  async #tryAgain(subscription: Subscription): Promise<void> {
    try {
      const problems = await subscription.tryAgain()
      if (problems.length > 0) this.#served.context.reportTags(problems)
    } catch (error) {
      this.#lost(error)
    }
  }

  async #readNow(items: Item[], signal: AbortSignal): Promise<SampleCollector> {
    const { context } = this.#served
    const answers = await readItems(this.#served, items, signal)
    const collector = new SampleCollector(context.nowUs(), items.length)
    for (const { item, value } of answers) collector.add({ ...item }, value ?? unknownNode)
    return collector
  }

  #lost(error: unknown): void {
    if (this.#isLost || this.#end.signal.aborted) return
    this.#isLost = true
    this.#served.context.reportLost(lostError(error))
  }
}

const unknownNode = { statusCode: { value: 0x80340000, name: 'BadNodeIdUnknown' } } as DataValue
