/** One session of a connection from its start to its end: what comes is prepared, kept, counted and watched. */
import { join } from 'node:path'
import { AdapterError } from '#adapters/adapter.ts'
import type {
  Adapter,
  AdapterContext,
  Gap,
  GapCause,
  Session,
  TagProblem,
  TagRequest,
} from '#adapters/adapter.ts'
import type { SampleBatch } from '#adapters/sample-batch.ts'
import type { TagPreparer } from '#adapters/tag-setup/prepare.ts'
import { asAdapterError, connectOnce } from './connect.ts'
import { storedMemory } from './memory.ts'
import type { Offers } from './offers.ts'
import { settleOutage } from './outage.ts'
import type { Missing } from './outage.ts'
import { nowUs } from './parts.ts'
import type { HostParts } from './parts.ts'
import type { ReadConnection } from './read-config.ts'
import type { SampleClock } from './sample-clock.ts'
import { askSilent } from './silent-tags.ts'
import { storedTrust } from './trust.ts'
import { judge } from './watchdog.ts'
import type { Judgement } from './watchdog.ts'
import type { WantedConnection } from './wanted.ts'

const watchMs = 500

/** What a machine's own history may hold all the same. */
const fromHistory = new Set<GapCause>(['connection-down', 'host-down', 'source-restarted', 'source-overflow'])

export interface SessionTools {
  parts: HostParts
  adapter: Adapter
  read: ReadConnection
  preparer: TagPreparer
  clock: SampleClock
  offers: Offers
  /** What is missing from before; cleared once it is settled. */
  missing: { now?: Missing }
  onJudged(judgement: Judgement): void
  onProblems(problems: TagProblem[]): void
  onGood(): void
}

export class SessionRun {
  readonly #tools: SessionTools
  readonly #ending = new AbortController()
  #wanted: WantedConnection
  #session?: Session
  #error?: AdapterError
  #connectedMs = 0
  #sampleMs?: number
  #goodMs?: number
  #aliveMs = 0
  #isSettling = false
  #isAsking = false
  buffered = 0
  lagMs?: number

  constructor(wanted: WantedConnection, tools: SessionTools) {
    this.#wanted = wanted
    this.#tools = tools
  }

  /** Runs until it is ended or lost; returns why it was lost. */
  async run(): Promise<AdapterError | undefined> {
    try {
      const { parts, adapter, read } = this.#tools
      const attempt = { adapter, config: read.config, context: this.#context(), guard: parts.guard }
      this.#session = await connectOnce(attempt)
      this.#connectedMs = this.#aliveMs = Date.now()
      await this.#subscribe(read.tags)
      await this.#watch()
    } catch (error) {
      this.#lose(asAdapterError(error))
    } finally {
      this.#ending.abort()
      await this.#session?.close()
    }
    return this.#error
  }

  /** Ends it without an error. */
  end(): void {
    this.#ending.abort()
  }

  /** Other tags, the same session. */
  async change(wanted: WantedConnection, read: ReadConnection): Promise<void> {
    this.#wanted = wanted
    this.#tools.read = read
    try {
      if (this.#session) await this.#subscribe(read.tags)
    } catch (error) {
      this.#lose(asAdapterError(error))
    }
  }

  async #subscribe(tags: TagRequest[]): Promise<void> {
    const problems = await this.#tools.parts.guard.run(() => this.#session!.subscribe(tags))
    this.#tools.onProblems(problems)
  }

  #lose(error: AdapterError): void {
    if (!this.#ending.signal.aborted) this.#error ??= error
    this.#ending.abort()
  }

  #context(): AdapterContext {
    const { parts, offers } = this.#tools
    const { id } = this.#wanted
    return {
      signal: this.#ending.signal,
      deliver: (batch) => this.#deliver(batch),
      reportGap: (gap) => this.#reportGap(gap),
      reportTags: (problems) => this.#tools.onProblems(problems),
      reportAlive: () => void (this.#aliveMs = Date.now()),
      reportLost: (error) => this.#lose(error),
      offer: (item) => offers.add(item),
      memory: storedMemory(parts.pool, id),
      trust: storedTrust(parts.pool, id),
      log: (level, code, params) => parts.log(level, code, { connection: id, ...params }),
      nowUs,
      bridgeMs: 3_600_000,
      folder: join(parts.folder, id),
    }
  }

  async #deliver(batch: SampleBatch): Promise<void> {
    this.buffered += batch.length
    try {
      await this.#keep(batch)
      await this.#settleOnce(batch)
    } finally {
      this.buffered -= batch.length
    }
    this.#note(batch)
  }

  /** Rejects where it cannot be kept. */
  async #keep(batch: SampleBatch, isHistory = false): Promise<void> {
    const { parts, preparer } = this.#tools
    const { id } = this.#wanted
    const prepared = preparer.prepare(batch, nowUs(), isHistory)
    try {
      for (const { batch: refused, cause } of prepared.refused)
        await parts.intake.acceptQuarantine(refused, id, cause)
      if (prepared.batch.length > 0) await parts.intake.accept(prepared.batch, id)
    } catch (error) {
      preparer.forget(prepared.batch)
      throw error
    }
    if (!isHistory) parts.live.note(prepared.batch)
  }

  #note(batch: SampleBatch): void {
    const now = Date.now()
    if (batch.length === 0) return
    this.#sampleMs = this.#aliveMs = now
    this.lagMs = now - batch.timesUs[batch.length - 1] / 1_000
    if (!this.#tools.clock.note(batch, now)) return
    this.#goodMs = now
    this.#tools.onGood()
    this.#judge()
  }

  /** It is a gap at once, and stays one for what the machine's own history does not hold. */
  async #reportGap(gap: Gap): Promise<void> {
    await this.#acceptGap(gap)
    if (!this.#session?.readHistory || !fromHistory.has(gap.cause)) return
    const tags = this.#tools.read.tags.filter(({ key }) => gap.keys.length === 0 || gap.keys.includes(key))
    const range = { fromUs: gap.fromUs, toUs: gap.toUs }
    void settleOutage({ ...this.#outageTools(tags), reportGap: async () => undefined }, range)
  }

  #acceptGap(gap: Gap): Promise<void> {
    return this.#tools.parts.intake.acceptGap(gap, this.#wanted.id)
  }

  #outageTools(tags: TagRequest[]) {
    const accept = (history: SampleBatch) => this.#keep(history, true)
    return { session: this.#session!, tags, signal: this.#ending.signal, accept }
  }

  /** With the first samples of a session it is known up to where those of the time before are missing. */
  async #settleOnce(batch: SampleBatch): Promise<void> {
    const { missing, adapter } = this.#tools
    if (!missing.now || this.#isSettling || batch.length === 0) return
    if (adapter.tellsOutages) return void (missing.now = undefined)
    this.#isSettling = true
    const { fromUs, cause } = missing.now
    const toUs = Math.max(fromUs, batch.receivedUs, ...batch.timesUs)
    const settled = settleOutage(
      {
        ...this.#outageTools(this.#tools.read.tags),
        reportGap: (keys, range) => this.#acceptGap({ keys, ...range, cause }),
      },
      { fromUs, toUs },
    )
    const ended = settled.then(() => void (missing.now = undefined))
    // History takes its time, and live samples do not wait for it; until then it counts as missing.
    if (this.#session!.readHistory) ended.catch((error: unknown) => this.#lose(asAdapterError(error)))
    else await ended
  }

  async #watch(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      this.#judge()
      this.#askSilent()
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, watchMs)
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
      })
    }
  }

  #judge(): void {
    if (this.#ending.signal.aborted || this.#connectedMs === 0) return
    const judgement = judge({
      nowMs: Date.now(),
      connectedMs: this.#connectedMs,
      sampleMs: this.#sampleMs,
      goodMs: this.#goodMs,
      aliveMs: this.#aliveMs,
      tags: this.#wanted.tags.length,
      staleAfterMs: this.#wanted.staleAfterMs,
    })
    this.#tools.onJudged(judgement)
    if (judgement.isDead) this.#lose(new AdapterError('device-silent'))
  }

  /** Tags that are silent beyond their limit are asked, where that can be done; one question at a time. */
  #askSilent(): void {
    if (this.#isAsking || !this.#session?.read) return
    this.#isAsking = true
    void askSilent({
      ...{ session: this.#session, wanted: this.#wanted, read: this.#tools.read, clock: this.#tools.clock },
      ...{ live: this.#tools.parts.live, connectedMs: this.#connectedMs, signal: this.#ending.signal },
      deliver: (batch) => this.#deliver(batch),
    })
      .then((hasMissed) => hasMissed && this.#lose(new AdapterError('subscription-silent')))
      .catch((error: unknown) =>
        this.#tools.parts.log('warning', 'silent-tags-not-read', { error: String(error) }),
      )
      .finally(() => (this.#isAsking = false))
  }
}
