/** Knows of every tag when it last had a sample, and how many samples come. */
import type { SampleBatch } from '#adapters/sample-batch.ts'

/** Tags of one connection may be apart by this much at the moment at which it breaks. */
const skewUs = 10_000_000
const rateWindowMs = 10_000

export class SampleClock {
  /** By tag: newest source time. */
  readonly #sources = new Map<number, number>()
  /** By tag: when a sample of it last arrived, ms. */
  readonly #arrivals = new Map<number, number>()
  #newestUs = -Infinity
  #lastGoodUs: number | undefined
  #receivedUs: number | undefined
  #counts: { atMs: number; count: number }[] = []

  get lastGoodUs(): number | undefined {
    return this.#lastGoodUs
  }

  /** Counts a batch that was accepted. Returns whether any of it was good. */
  note(batch: SampleBatch, nowMs: number): boolean {
    let isGood = false
    for (let row = 0; row < batch.length; row++) {
      const [key, timeUs] = [batch.keys[row], batch.timesUs[row]]
      this.#arrivals.set(key, nowMs)
      if (timeUs > (this.#sources.get(key) ?? -Infinity)) this.#sources.set(key, timeUs)
      if (timeUs > this.#newestUs) this.#newestUs = timeUs
      if (batch.qualities[row] === 2) continue
      isGood = true
      if (timeUs > (this.#lastGoodUs ?? -Infinity)) this.#lastGoodUs = timeUs
    }
    if (batch.length > 0) this.#receivedUs = Math.max(batch.receivedUs, this.#receivedUs ?? -Infinity)
    this.#counts.push({ atMs: nowMs, count: batch.length })
    return isGood
  }

  /**
   * Up to here nothing is missing: the oldest newest sample of the tags that spoke lately, and never later than our
   * own clock said when the last batch came.
   */
  get coveredUs(): number | undefined {
    if (this.#receivedUs === undefined) return undefined
    const lately = [...this.#sources.values()].filter((timeUs) => timeUs >= this.#newestUs - skewUs)
    return lately.reduce((least, timeUs) => Math.min(least, timeUs), this.#receivedUs)
  }

  /** When a sample of the tag last came; undefined: never. */
  arrivedMs(key: number): number | undefined {
    return this.#arrivals.get(key)
  }

  /** The newest source time of a tag. */
  sourceUs(key: number): number | undefined {
    return this.#sources.get(key)
  }

  samplesPerS(nowMs: number): number {
    this.#counts = this.#counts.filter(({ atMs }) => nowMs - atMs < rateWindowMs)
    return this.#counts.reduce((sum, { count }) => sum + count, 0) / (rateWindowMs / 1_000)
  }
}
