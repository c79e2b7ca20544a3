/** Asks for every group of tags when its time has come, one request after the other. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AdapterError } from '#adapters/adapter.ts'
import type { AdapterContext, GapCause } from '#adapters/adapter.ts'
import { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import { InvalidAnswer } from './frames.ts'
import type { Group } from './group.ts'
import { DeviceRefusal, NoAnswer } from './line.ts'
import type { Line } from './line.ts'
import type { Block } from './plan.ts'
import { splitBlock } from './plan.ts'
import { addAnswer, addRefusal } from './samples.ts'

/** So many questions without one answer in between: the device is not there. */
const lostAfter = 3
const quietMs = { first: 1_000, last: 30_000 } as const
const retryMs = { first: 250, last: 5_000 } as const

/** Refusals that are about an address: 2 illegal address, 3 illegal count or value. */
const addressCodes = [2, 3]
/** A gateway that does not reach the unit, or a device that is busy: the values are missing. */
const silentCodes = [5, 6, 10, 11]

interface Quiet {
  untilMs: number
  forMs: number
}

export class Poller {
  readonly #line: Line
  readonly #context: AdapterContext
  readonly #ended = new AbortController()
  readonly #quiet = new Map<number, Quiet>()
  #groups: Group[] = []
  #wake = new AbortController()
  #unanswered = 0
  #running: Promise<void> | undefined

  constructor(line: Line, context: AdapterContext) {
    this.#line = line
    this.#context = context
  }

  poll(groups: Group[]): void {
    this.#groups = groups
    this.#wake.abort()
    this.#running ??= this.#run().catch((error: unknown) => this.#lose(error))
  }

  async end(): Promise<void> {
    this.#ended.abort()
    this.#wake.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const next = this.#groups.reduce<Group | undefined>(
        (first, group) => (first && first.dueMs <= group.dueMs ? first : group),
        undefined,
      )
      const waitMs = next ? next.dueMs - this.#nowMs() : 1_000
      if (waitMs > 0) await this.#wait(waitMs)
      else if (next) await this.#pollGroup(next)
    }
  }

  async #wait(ms: number): Promise<void> {
    this.#wake = new AbortController()
    const signal = AbortSignal.any([this.#wake.signal, this.#ended.signal])
    await sleep(ms, undefined, { signal }).catch(() => undefined)
  }

  async #pollGroup(group: Group): Promise<void> {
    const isQuiet = this.#nowMs() < (this.#quiet.get(group.unit)?.untilMs ?? 0)
    if (isQuiet) await this.#miss(group, 'device-silent')
    else await this.#askAll(group)
    group.advance(this.#nowMs())
  }

  async #askAll(group: Group): Promise<void> {
    const samples = new SampleBatchBuilder(Math.max(group.tags.length, 1))
    const retries = group.takeRetries(this.#nowMs())
    group.blocks.push(...retries)
    const waiting = [...group.blocks].reverse()
    try {
      for (let block = waiting.pop(); block; block = waiting.pop())
        waiting.push(...(await this.#ask(block, { group, samples })))
      this.#quiet.delete(group.unit)
      group.noteGood(this.#context.nowUs())
    } catch (error) {
      await this.#failGroup(group, error)
    }
    // A line that broke between two blocks does not take what the first has brought.
    if (samples.length > 0) await this.#keep(samples)
  }

  /** Returns what is to be asked instead. */
  async #ask(
    block: Block,
    { group, samples }: { group: Group; samples: SampleBatchBuilder },
  ): Promise<Block[]> {
    try {
      const answer = await this.#line.read(block)
      this.#unanswered = 0
      addAnswer(block, answer, samples)
      this.#look(block, answer.bytes, group)
      if (group.takeRecovered(block)) this.#context.reportTags(block.tags.map(({ key }) => ({ key })))
      return []
    } catch (error) {
      if (!(error instanceof DeviceRefusal)) throw error
      this.#unanswered = 0
      this.#context.reportAlive()
      return this.#refused(block, error, { group, samples })
    }
  }

  #refused(
    block: Block,
    refusal: DeviceRefusal,
    { group, samples }: { group: Group; samples: SampleBatchBuilder },
  ): Block[] {
    if (silentCodes.includes(refusal.code)) throw refusal
    const halves = addressCodes.includes(refusal.code) ? splitBlock(block) : undefined
    if (halves) {
      group.replace(block, halves)
      return [...halves].reverse()
    }
    addRefusal(block.tags, { code: refusal.code, timeUs: this.#context.nowUs() }, samples)
    // A failure of the device is about now; an illegal address or function stays so until somebody changes it.
    if (refusal.code === 1 || addressCodes.includes(refusal.code)) {
      group.isolate(block, this.#nowMs())
      const problem = { code: 'modbus-refused', params: { exception: refusal.code } }
      this.#context.reportTags(block.tags.map(({ key }) => ({ key, problem })))
    }
    return []
  }

  async #failGroup(group: Group, error: unknown): Promise<void> {
    if (this.#ended.signal.aborted) return
    const isInvalid = error instanceof InvalidAnswer
    if (!isInvalid && !(error instanceof NoAnswer) && !(error instanceof DeviceRefusal)) throw error
    const forMs = Math.min((this.#quiet.get(group.unit)?.forMs ?? quietMs.first / 2) * 2, quietMs.last)
    if (!isInvalid) this.#quiet.set(group.unit, { untilMs: this.#nowMs() + forMs, forMs })
    await this.#miss(group, isInvalid ? 'answer-invalid' : 'device-silent')
    if (error instanceof DeviceRefusal) return
    this.#context.log('warning', isInvalid ? 'modbus-answer-invalid' : 'modbus-no-answer', {
      unit: group.unit,
      reason: error.message,
    })
    if (++this.#unanswered >= lostAfter)
      throw new AdapterError(isInvalid ? 'modbus-answers-invalid' : 'no-answer', { reason: error.message })
  }

  async #miss(group: Group, cause: GapCause): Promise<void> {
    const gap = group.gapAfterMiss(this.#context.nowUs(), cause)
    if (gap) await this.#insist(() => this.#context.reportGap(gap))
  }

  /** A device cannot be held back: what it would have been asked meanwhile is missing. */
  async #keep(samples: SampleBatchBuilder): Promise<void> {
    const batch = samples.take(this.#context.nowUs())
    const wasRefused = await this.#insist(() => this.#context.deliver(batch))
    if (!wasRefused || this.#ended.signal.aborted) return
    const keys = this.#groups.flatMap(({ tags }) => tags.map(({ key }) => key))
    const gap = { keys, fromUs: batch.receivedUs, toUs: this.#context.nowUs(), cause: 'spool-full' as const }
    await this.#insist(() => this.#context.reportGap(gap))
  }

  /** Until it works; returns whether it had to be said more than once. */
  async #insist(work: () => Promise<void>): Promise<boolean> {
    for (
      let waitMs: number = retryMs.first, tries = 0;
      ;
      waitMs = Math.min(waitMs * 2, retryMs.last), tries++
    ) {
      try {
        await work()
        return tries > 0
      } catch {
        this.#context.log('warning', 'samples-not-kept')
      }
      await sleep(waitMs, undefined, { signal: this.#ended.signal }).catch(() => undefined)
      if (this.#ended.signal.aborted) return true
    }
  }

  #look(block: Block, bytes: Buffer, group: Group): void {
    for (const { key, address } of block.tags) {
      const order = group.watches.get(key)?.look(address, block.start, bytes)
      if (!order) continue
      const problem = { code: 'modbus-word-order', params: { is: address.order, maybe: order } }
      this.#context.reportTags([{ key, problem }])
    }
  }

  #nowMs(): number {
    return this.#context.nowUs() / 1_000
  }

  #lose(error: unknown): void {
    if (this.#ended.signal.aborted) return
    const lost =
      error instanceof AdapterError
        ? error
        : new AdapterError('connection-lost', { reason: String(error) }, { cause: error })
    this.#context.reportLost(lost)
  }
}
