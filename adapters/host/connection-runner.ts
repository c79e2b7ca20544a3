/** Keeps one connection as people want it, whatever happens to it or to others. */
import { AdapterError } from '#adapters/adapter.ts'
import type { Adapter, TagProblem } from '#adapters/adapter.ts'
import { TagPreparer } from '#adapters/tag-setup/prepare.ts'
import { BackOff } from './back-off.ts'
import { asAdapterError } from './connect.ts'
import { isSameState } from './observed.ts'
import type { ConnectionStateWord, Observed, Reason } from './observed.ts'
import { Offers } from './offers.ts'
import type { Missing } from './outage.ts'
import type { HostParts } from './parts.ts'
import { readConnection } from './read-config.ts'
import { SampleClock } from './sample-clock.ts'
import { SessionRun } from './session-run.ts'
import { sessionKey } from './wanted.ts'
import type { WantedConnection } from './wanted.ts'

/** Shown as down from the first failure on, and not as connecting at each attempt. */
const quietStates = new Set<ConnectionStateWord>(['down', 'stale'])

export interface RunnerEvents {
  onState(): void
  onProblems(problems: TagProblem[]): void
}

export class ConnectionRunner {
  readonly offers = new Offers()
  readonly #parts: HostParts
  readonly #events: RunnerEvents
  readonly #backOff = new BackOff()
  readonly #clock = new SampleClock()
  readonly #preparer = new TagPreparer([])
  readonly #missing: { now?: Missing } = {}
  readonly #running: Promise<void>
  readonly #badTags = new Set<number>()
  #wanted: WantedConnection
  #run?: SessionRun
  #isClosed = false
  #wake: () => void = () => undefined
  #state: Observed = { state: 'connecting', sinceMs: Date.now(), samplesPerS: 0, buffered: 0, badTags: 0 }

  constructor(wanted: WantedConnection, parts: HostParts, events: RunnerEvents) {
    this.#wanted = wanted
    this.#parts = parts
    this.#events = events
    if (wanted.coveredUs !== null) this.#missing.now = { fromUs: wanted.coveredUs, cause: 'host-down' }
    this.#running = this.#loop()
  }

  get wanted(): WantedConnection {
    return this.#wanted
  }

  /** As it is at this moment. */
  observe(): Observed {
    const coveredUs = this.#missing.now?.fromUs ?? this.#clock.coveredUs
    return {
      ...this.#state,
      lastGoodUs: this.#clock.lastGoodUs ?? this.#wanted.lastGoodUs ?? undefined,
      coveredUs,
      samplesPerS: this.#clock.samplesPerS(Date.now()),
      lagMs: this.#run?.lagMs,
      buffered: this.#run?.buffered ?? 0,
      badTags: this.#badTags.size,
    }
  }

  /** What people want now. Only what asks for another session ends the one that is there. */
  apply(wanted: WantedConnection): void {
    const before = this.#wanted
    if (JSON.stringify(before) === JSON.stringify(wanted)) return
    this.#wanted = wanted
    if (sessionKey(before) !== sessionKey(wanted)) {
      this.#backOff.reset()
      this.#run?.end()
      this.#wake()
    } else if (this.#run) void this.#changeTags(this.#run, wanted)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#run?.end()
    this.#wake()
    await this.#running
  }

  async #loop(): Promise<void> {
    while (!this.#isClosed) {
      if (this.#wanted.desired === 'paused') {
        this.#say('paused')
        await this.#wait()
        continue
      }
      if (!quietStates.has(this.#state.state)) this.#say('connecting')
      const key = sessionKey(this.#wanted)
      const error = await this.#attempt()
      if (this.#isClosed || key !== sessionKey(this.#wanted)) continue
      await this.#afterEnd(error)
    }
  }

  async #afterEnd(error: AdapterError | undefined): Promise<void> {
    const reason = error && { code: error.code, params: error.params }
    this.#say(error?.isFinal ? 'refused' : 'down', reason)
    await this.#wait(error?.isFinal ? undefined : this.#backOff.next())
  }

  async #attempt(): Promise<AdapterError | undefined> {
    const wanted = this.#wanted
    try {
      const adapter = await this.#parts.findAdapter(wanted.protocol)
      if (!adapter)
        throw new AdapterError('protocol-unknown', { protocol: wanted.protocol }, { isFinal: true })
      return await this.#runSession(adapter, wanted)
    } catch (error) {
      return asAdapterError(error)
    }
  }

  async #runSession(adapter: Adapter, wanted: WantedConnection): Promise<AdapterError | undefined> {
    const { parts, clock, offers, missing, preparer } = this.#inside
    const read = await readConnection(parts, adapter, wanted)
    preparer.change(wanted.tags)
    this.#noteUnreadable(read.unreadable)
    const run = new SessionRun(wanted, {
      ...{ parts, adapter, read, preparer, clock, offers, missing },
      onJudged: ({ state, reason }) => this.#judged(state, reason),
      onProblems: (problems) => this.#noteProblems(problems),
      onGood: () => this.#backOff.reset(),
    })
    this.#run = run
    // Wanted otherwise while it was read.
    if (this.#isClosed || sessionKey(this.#wanted) !== sessionKey(wanted)) run.end()
    try {
      return await run.run()
    } finally {
      this.#run = undefined
      this.#noteOutage()
    }
  }

  get #inside() {
    return {
      ...{ parts: this.#parts, clock: this.#clock, offers: this.offers },
      ...{ missing: this.#missing, preparer: this.#preparer },
    }
  }

  /** From the last sample on. */
  #noteOutage(): void {
    const { coveredUs } = this.#clock
    if (coveredUs === undefined || this.#missing.now) return
    const cause = this.#wanted.desired === 'paused' ? 'paused' : 'connection-down'
    this.#missing.now = { fromUs: coveredUs, cause }
  }

  /** One that was down is so until a sample comes. */
  #judged(state: ConnectionStateWord, reason?: Reason): void {
    if (state === 'connecting' && quietStates.has(this.#state.state)) return
    this.#say(state, reason)
  }

  async #changeTags(run: SessionRun, wanted: WantedConnection): Promise<void> {
    const adapter = await this.#parts.findAdapter(wanted.protocol)
    if (!adapter) return
    try {
      const read = await readConnection(this.#parts, adapter, wanted)
      this.#preparer.change(wanted.tags)
      this.#noteUnreadable(read.unreadable)
      await run.change(wanted, read)
    } catch (error) {
      this.#parts.log('warning', 'tags-not-changed', { connection: wanted.id, error: String(error) })
      run.end()
    }
  }

  #noteUnreadable(keys: number[]): void {
    this.#noteProblems(keys.map((key) => ({ key, problem: { code: 'address-invalid' } })))
  }

  #noteProblems(problems: TagProblem[]): void {
    if (problems.length === 0) return
    for (const { key, problem } of problems) this.#badTags[problem ? 'add' : 'delete'](key)
    this.#events.onProblems(problems)
  }

  #say(state: ConnectionStateWord, reason?: Reason): void {
    if (isSameState(this.#state, state, reason)) return
    const sinceMs = this.#state.state === state ? this.#state.sinceMs : Date.now()
    this.#state = { ...this.#state, state, reason, sinceMs }
    this.#events.onState()
  }

  /** Until something is wanted otherwise, or for a time. */
  #wait(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (this.#isClosed) this.#wake()
    })
  }
}
