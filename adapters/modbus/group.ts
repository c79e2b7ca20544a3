/** Tags of one unit that are asked at the same interval. */
import type { Gap, GapCause } from '#adapters/adapter.ts'
import type { Block, ModbusTag } from './plan.ts'
import { WordOrderWatch } from './word-order.ts'

const aheadUs = { shortest: 2_000_000, longest: 600_000_000 } as const
const isolatedRetryMs = 60_000
const retriesAtOnce = 4

export class Group {
  readonly unit: number
  readonly intervalMs: number
  readonly tags: readonly ModbusTag[]
  blocks: Block[]
  dueMs: number
  readonly watches = new Map<number, WordOrderWatch>()
  readonly #isolated = new Map<Block, number>()
  readonly #retried = new Set<Block>()
  #lastGoodUs: number
  #saidUntilUs = 0

  constructor(tags: readonly ModbusTag[], blocks: Block[], nowUs: number) {
    this.unit = tags[0].address.unit
    this.intervalMs = tags[0].intervalMs
    this.tags = tags
    this.blocks = blocks
    this.dueMs = nowUs / 1_000
    this.#lastGoodUs = nowUs
    for (const { key } of tags) this.watches.set(key, new WordOrderWatch())
  }

  /** The next time of the grid that is still to come: what could not be asked in time is not asked twice. */
  advance(nowMs: number): void {
    const late = Math.max(0, Math.floor((nowMs - this.dueMs) / this.intervalMs))
    this.dueMs += (late + 1) * this.intervalMs
  }

  isolate(block: Block, nowMs: number): void {
    this.blocks = this.blocks.filter((each) => each !== block)
    this.#isolated.set(block, nowMs + isolatedRetryMs)
  }

  /** Refused ones whose time has come to be asked again, a few at once. */
  takeRetries(nowMs: number): Block[] {
    const due = [...this.#isolated].filter(([, atMs]) => atMs <= nowMs).map(([block]) => block)
    const taken = due.slice(0, retriesAtOnce)
    for (const block of taken) {
      this.#isolated.delete(block)
      this.#retried.add(block)
    }
    return taken
  }

  /** Two halves instead of a block that was refused. */
  replace(block: Block, halves: readonly Block[]): void {
    this.blocks = [...this.blocks.filter((each) => each !== block), ...halves]
  }

  /** True once for a block that had been refused and was answered now. */
  takeRecovered(block: Block): boolean {
    return this.#retried.delete(block)
  }

  noteGood(nowUs: number): void {
    this.#lastGoodUs = nowUs
    this.#saidUntilUs = 0
  }

  /**
   * The gap that is to be said now that the tags were missed, if any. It reaches ahead for as long as they have been
   * missed already (it means what the historian does not hold), so a day without answers is a few rows.
   */
  gapAfterMiss(nowUs: number, cause: GapCause): Gap | undefined {
    if (nowUs < this.#saidUntilUs) return undefined
    const fromUs = Math.max(this.#lastGoodUs, this.#saidUntilUs)
    const missedUs = Math.max(nowUs - this.#lastGoodUs, this.intervalMs * 2_000, aheadUs.shortest)
    this.#saidUntilUs = nowUs + Math.min(missedUs, aheadUs.longest)
    return { keys: this.tags.map(({ key }) => key), fromUs, toUs: this.#saidUntilUs, cause }
  }
}
