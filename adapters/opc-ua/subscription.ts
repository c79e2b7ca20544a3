/** The subscription at the server: the one an earlier session left, or a new one; and what comes through it. */
import { promoteOpaqueStructureInNotificationData } from 'node-opcua-client'
import type {
  CreateSubscriptionResponse,
  DataChangeNotification,
  NotificationMessage,
  StatusChangeNotification,
  TransferResult,
  TransferSubscriptionsResponse,
} from 'node-opcua-client'
import { AdapterError } from '#adapters/adapter.ts'
import type { TagProblem } from '#adapters/adapter.ts'
import { acceptSafely, reportSafely } from './accept.ts'
import { statusOfError } from './errors.ts'
import { ItemTable } from './items.ts'
import type { Change, OpcUaTag } from './items.ts'
import { hasStructures } from './structures.ts'
import { monitorItems, unmonitorItems } from './monitor.ts'
import { PublishLoop } from './publish-loop.ts'
import { SampleCollector } from './samples.ts'
import type { RawSession, Served } from './served.ts'
import {
  recallProgress,
  recallSubscription,
  rememberProgress,
  rememberSubscription,
  rememberUnproven,
} from './subscription-memory.ts'
import type { KeptProgress, KeptSubscription } from './subscription-memory.ts'
import { toMicros } from './times.ts'

const keepAliveMs = 1_500
const minSilenceMs = 4_000

export class Subscription {
  readonly #served: Served
  readonly #items: ItemTable
  readonly #id: number
  readonly #silenceMs: number
  readonly #loop: PublishLoop
  #available: number[] | undefined
  #isProven: boolean
  #untilUs: number | undefined

  private constructor(served: Served, taken: Taken) {
    this.#served = served
    this.#items = taken.items
    this.#id = taken.id
    this.#silenceMs = taken.silenceMs
    this.#untilUs = taken.progress?.untilUs
    const last = taken.progress?.sequence ?? 0
    this.#loop = new PublishLoop(
      served.session,
      { id: taken.id, silenceMs: taken.silenceMs, last },
      {
        accept: (message) => this.#accept(message),
        lose: (before) => this.#lose(before),
        remember: (sequence) => this.#remember(sequence),
        quiet: (message) => this.#note(message),
        alive: () => this.#hear(),
        lost: (error) => served.lost(error),
      },
    )
    this.#available = taken.available
    this.#isProven = !taken.kept
  }

  /** Undefined: the server has no subscriptions. */
  static async open(served: Served): Promise<Subscription | undefined> {
    const taken = (await takeOver(served)) ?? (await begin(served))
    return taken && new Subscription(served, taken)
  }

  get items(): ItemTable {
    return this.#items
  }

  /** Makes these tags the wanted ones at the server too. */
  async want(tags: OpcUaTag[]): Promise<{ problems: TagProblem[]; change: Change }> {
    const change = this.#items.change(tags)
    await unmonitorItems(this.#served, this.#id, change.removed)
    // New ones, and once more those that were refused before.
    const missing = this.#items.all.filter(({ id }) => id === 0)
    const problems = await monitorItems(this.#served, this.#id, missing)
    if (this.#isProven) await this.#rememberItems()
    this.#start()
    return { problems, change }
  }

  /** Asks again for what the server refused. */
  async tryAgain(): Promise<TagProblem[]> {
    const refused = this.#items.all.filter(({ id }) => id === 0)
    if (refused.length === 0) return []
    const problems = await monitorItems(this.#served, this.#id, refused)
    const well = refused.filter(({ id }) => id !== 0)
    if (well.length > 0) await this.#rememberItems()
    return [...problems, ...well.flatMap((item) => item.tags.map(({ key }) => ({ key })))]
  }

  /** Ends what happens here. At the server it stays for the next session while it has something to bridge. */
  async close(isConnected: boolean): Promise<void> {
    await this.#loop.close()
    if (!isConnected || this.#served.context.bridgeMs > 0) return
    await this.#served.session.deleteSubscriptions({ subscriptionIds: [this.#id] })
  }

  /** The first word proves a subscription that was taken over. */
  #hear(): void {
    this.#served.context.reportAlive()
    if (this.#isProven) return
    this.#isProven = true
    this.#rememberItems().catch((error: unknown) => this.#served.lost(error))
  }

  /** Not before the tags of what an earlier session left are known. */
  #start(): void {
    if (!this.#available) return
    this.#loop.start(this.#available)
    this.#available = undefined
  }

  async #rememberItems(): Promise<void> {
    const items = this.#items.all.filter(({ id }) => id !== 0)
    const { startedUs } = this.#served.facts
    await rememberSubscription(this.#served.context.memory, {
      id: this.#id,
      silenceMs: this.#silenceMs,
      startedUs,
      items,
    })
  }

  async #accept(message: NotificationMessage): Promise<void> {
    const parts = message.notificationData ?? []
    const collector = new SampleCollector(this.#served.context.nowUs(), 4_096)
    for (const part of parts) if (part) await this.#collect(part, collector)
    await acceptSafely(this.#served, collector)
    this.#note(message)
  }

  async #collect(part: unknown, collector: SampleCollector): Promise<void> {
    const { monitoredItems, status } = part as Partial<DataChangeNotification & StatusChangeNotification>
    if (status) throw new AdapterError('opc-ua-subscription-lost', { status: status.name })
    const values = monitoredItems ?? []
    if (values.some(({ value }) => hasStructures(value)))
      await promoteOpaqueStructureInNotificationData(this.#served.session, [part as DataChangeNotification])
    for (const { clientHandle, value } of values) {
      const item = this.#items.find(clientHandle)
      if (item) collector.add(item, value)
    }
  }

  /** Up to here nothing is missing. */
  #note(message: NotificationMessage): void {
    this.#untilUs = toMicros(message.publishTime) ?? this.#served.context.nowUs()
  }

  async #lose(before: NotificationMessage): Promise<void> {
    const toUs = toMicros(before.publishTime) ?? this.#served.context.nowUs()
    const fromUs = Math.min(this.#untilUs ?? toUs, toUs)
    // How many samples a message held, nobody knows any more.
    await reportSafely(this.#served, { keys: [], fromUs, toUs, cause: 'sequence-gap' })
  }

  async #remember(sequence: number): Promise<void> {
    const { context, facts } = this.#served
    const untilUs = this.#untilUs ?? context.nowUs()
    await rememberProgress(context.memory, { id: this.#id, sequence, untilUs, startedUs: facts.startedUs })
  }
}

interface Taken {
  id: number
  silenceMs: number
  items: ItemTable
  /** Sequence numbers that were never acknowledged. */
  available: number[]
  progress?: KeptProgress
  /** As it was remembered; absent: it is new. */
  kept?: KeptSubscription
}

/** Undefined: there is none to take over, or the server gave it up. */
async function takeOver(served: Served): Promise<Taken | undefined> {
  const kept = await recallSubscription(served.context.memory)
  if (!kept || kept.startedUs !== served.facts.startedUs) return undefined
  const { session, context } = served
  try {
    const result = await transfer(session, kept.id)
    if (!result?.statusCode.isGoodish()) return undefined
    if (kept.isUnproven) {
      // It fell silent the last time.
      await session.deleteSubscriptions({ subscriptionIds: [kept.id] })
      return undefined
    }
    await rememberUnproven(context.memory, kept)
    const items = new ItemTable()
    for (const [handle, id, node, intervalMs] of kept.items) items.adopt({ handle, id, node, intervalMs })
    const progress = await recallProgress(context.memory)
    return {
      kept,
      id: kept.id,
      silenceMs: kept.silenceMs,
      items,
      available: result.availableSequenceNumbers ? [...result.availableSequenceNumbers] : [],
      progress: progress?.id === kept.id ? progress : undefined,
    }
  } catch (error) {
    // Many servers do not have the service. What never came to an answer is no refusal.
    if (statusOfError(error) === undefined) throw error
    return undefined
  }
}

async function transfer(session: RawSession, id: number): Promise<TransferResult | undefined> {
  const request = { subscriptionIds: [id], sendInitialValues: false }
  // The type of the library's first overload knows only the way with a callback.
  const answer = (await session.transferSubscriptions(request)) as unknown as TransferSubscriptionsResponse
  return answer.results?.[0]
}

async function begin(served: Served): Promise<Taken | undefined> {
  const created = await create(served)
  if (!created) return undefined
  const { revisedPublishingInterval, revisedMaxKeepAliveCount, subscriptionId: id } = created
  await reportMissed(served, toMicros(created.responseHeader.timestamp))
  const silenceMs = silenceOf(revisedPublishingInterval, revisedMaxKeepAliveCount)
  return { id, silenceMs, items: new ItemTable(), available: [] }
}

/** A new subscription begins now: what came since the last message of the old one, is missing. */
async function reportMissed(served: Served, nowUs = served.context.nowUs()): Promise<void> {
  const progress = await recallProgress(served.context.memory)
  if (!progress || progress.untilUs >= nowUs) return
  const hasRestarted = progress.startedUs !== served.facts.startedUs
  const cause = hasRestarted ? 'source-restarted' : 'connection-down'
  await reportSafely(served, { keys: [], fromUs: progress.untilUs, toUs: nowUs, cause })
}

async function create(served: Served): Promise<CreateSubscriptionResponse | undefined> {
  const { publishingMs } = served.config
  const count = keepAliveCount(served)
  const bridging = Math.ceil((served.context.bridgeMs * 1.2) / publishingMs)
  try {
    return await served.session.createSubscription({
      requestedPublishingInterval: publishingMs,
      requestedMaxKeepAliveCount: count,
      requestedLifetimeCount: Math.max(bridging, count * 10),
      maxNotificationsPerPublish: maxPerPublish,
      publishingEnabled: true,
      priority: 0,
    })
  } catch (error) {
    const status = statusOfError(error)
    if (status === 'BadServiceUnsupported' || status === 'BadNotImplemented') return undefined
    throw error
  }
}

const maxPerPublish = 20_000

function keepAliveCount({ config }: Served): number {
  return Math.max(1, Math.round(keepAliveMs / config.publishingMs))
}

/** Three signs of life that did not come. */
function silenceOf(publishingMs: number, count: number): number {
  return Math.max(publishingMs * count * 3, minSilenceMs)
}
