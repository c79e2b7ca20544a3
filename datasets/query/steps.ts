/** Folds segments into steps. The value of a sample holds until the next sample, a gap, or now. */
import type { GapSpan } from './gaps.ts'
import type { KnownSample } from './last-known.ts'
import type { QualityRule } from './resample.ts'
import type { Segments } from './segments.ts'

/** One entry for each step; NaN where nothing of it is known. */
export interface Steps {
  /** Where the steps begin. */
  fromUs: Float64Array
  counts: Float64Array
  min: Float64Array
  max: Float64Array
  first: Float64Array
  last: Float64Array
  /** Weighted by the time for which each value held, of what is known. */
  mean: Float64Array
  /** For how long of the step a value held, in µs: the rest is not known. */
  heldUs: Float64Array
  /** What held when the step began. */
  atStart: Float64Array
  /** The same, on the straight line to the next sample where no gap lies between. */
  atStartLinear: Float64Array
}

export interface FoldInput {
  segments: Segments
  gaps: GapSpan[]
  before?: KnownSample
  limitsUs: Float64Array
  untilUs: number
  quality: QualityRule
}

/** A value that holds from one time to another. */
interface Hold {
  fromUs: number
  toUs: number
  value: number
  class: number
}

export function foldSteps(input: FoldInput): Steps {
  const fold = new StepFold(input.limitsUs, input.quality)
  const gaps = new GapCursor(input.gaps)
  let held: KnownSample | undefined = input.before
  const { segments } = input
  for (let i = 0; i < segments.length;) {
    const end = bucketEnd(segments, i)
    const next = ends(segments, i, end)
    if (held) holdUntil(fold, gaps, held, next.first)
    for (; i < end; i++) fold.add(segments, i)
    held = next.last
  }
  if (held) holdUntil(fold, gaps, held, { timeUs: input.untilUs, value: NaN, class: 3 })
  return fold.steps()
}

function bucketEnd({ bucketUs, length }: Segments, from: number): number {
  let end = from + 1
  // Single samples of one time are a bucket too.
  while (end < length && bucketUs[end] === bucketUs[from]) end++
  return end
}

/** The first and the last sample of the entries of a bucket. */
function ends(segments: Segments, from: number, to: number): { first: KnownSample; last: KnownSample } {
  let [first, last] = [from, from]
  for (let i = from + 1; i < to; i++) {
    if (segments.firstUs[i] < segments.firstUs[first]) first = i
    // Of one time and several classes the lowest: as roll-ups are folded.
    if (segments.lastUs[i] > segments.lastUs[last]) last = i
  }
  return {
    first: { timeUs: segments.firstUs[first], value: segments.first[first], class: segments.classes[first] },
    last: { timeUs: segments.lastUs[last], value: segments.last[last], class: segments.classes[last] },
  }
}

function holdUntil(fold: StepFold, gaps: GapCursor, from: KnownSample, next: KnownSample): void {
  const gapUs = gaps.firstWithin(from.timeUs, next.timeUs)
  const toUs = Math.min(gapUs, next.timeUs)
  fold.hold(
    { fromUs: from.timeUs, toUs, value: from.value, class: from.class },
    toUs === next.timeUs ? next : undefined,
  )
}

/** Asked in the order of time. */
class GapCursor {
  readonly #gaps: GapSpan[]
  #start = 0

  constructor(gaps: GapSpan[]) {
    this.#gaps = gaps
  }

  /** When the first gap between two samples begins, Infinity where there is none. */
  firstWithin(fromUs: number, toUs: number): number {
    while (this.#start < this.#gaps.length && this.#gaps[this.#start].toUs <= fromUs) this.#start++
    let begins = Infinity
    for (let i = this.#start; i < this.#gaps.length && this.#gaps[i].fromUs < toUs; i++) {
      const gap = this.#gaps[i]
      if (gap.toUs > fromUs) begins = Math.min(begins, Math.max(gap.fromUs, fromUs))
    }
    return begins
  }
}

class StepFold {
  readonly #limits: Float64Array
  readonly #highest: number
  readonly #steps: Steps
  readonly #integral: Float64Array
  readonly #firstUs: Float64Array
  readonly #lastUs: Float64Array
  #step = 0

  constructor(limitsUs: Float64Array, quality: QualityRule) {
    const count = limitsUs.length - 1
    const none = () => new Float64Array(count).fill(NaN)
    this.#limits = limitsUs
    this.#highest = quality === 'good' ? 0 : 1
    this.#integral = new Float64Array(count)
    this.#firstUs = new Float64Array(count).fill(Infinity)
    this.#lastUs = new Float64Array(count).fill(-Infinity)
    this.#steps = {
      fromUs: limitsUs.slice(0, count),
      counts: new Float64Array(count),
      heldUs: new Float64Array(count),
      min: none(),
      max: none(),
      first: none(),
      last: none(),
      mean: none(),
      atStart: none(),
      atStartLinear: none(),
    }
  }

  /** What an entry says by itself. All of it lies within one step. */
  add(from: Segments, row: number): void {
    if (!this.#counts(from.classes[row], from.min[row])) return
    const i = this.#find(from.bucketUs[row])
    const { counts, min, max, first, last, heldUs, atStart, atStartLinear } = this.#steps
    counts[i] += from.counts[row]
    if (!(from.min[row] >= min[i])) min[i] = from.min[row]
    if (!(from.max[row] <= max[i])) max[i] = from.max[row]
    // The entries of one bucket are by class, not by time.
    if (from.firstUs[row] < this.#firstUs[i]) {
      first[i] = from.first[row]
      this.#firstUs[i] = from.firstUs[row]
    }
    if (from.lastUs[row] >= this.#lastUs[i]) {
      last[i] = from.last[row]
      this.#lastUs[i] = from.lastUs[row]
    }
    this.#integral[i] += from.integral[row]
    heldUs[i] += from.heldUs[row]
    if (from.firstUs[row] === this.#limits[i]) atStart[i] = atStartLinear[i] = from.first[row]
  }

  /** What held from one sample towards the next (undefined: a gap came), shared out over the steps it reaches into. */
  hold(held: Hold, next: KnownSample | undefined): void {
    // A sample of the future holds for no time yet.
    if (held.toUs <= held.fromUs || !this.#counts(held.class, held.value)) return
    const begin = Math.max(held.fromUs, this.#limits[0])
    for (let i = this.#find(begin); i < this.#integral.length && this.#limits[i] < held.toUs; i++) {
      const from = Math.max(held.fromUs, this.#limits[i])
      const us = Math.min(held.toUs, this.#limits[i + 1]) - from
      this.#integral[i] += held.value * us
      this.#steps.heldUs[i] += us
      if (from === this.#limits[i]) this.#begin(i, held, next)
    }
  }

  #begin(i: number, held: Hold, next: KnownSample | undefined): void {
    this.#steps.atStart[i] = held.value
    const share = (this.#limits[i] - held.fromUs) / (held.toUs - held.fromUs)
    if (share === 0) this.#steps.atStartLinear[i] = held.value
    else if (next && this.#counts(next.class, next.value))
      this.#steps.atStartLinear[i] = held.value + (next.value - held.value) * share
  }

  steps(): Steps {
    const { mean, heldUs } = this.#steps
    for (const [i, us] of heldUs.entries()) if (us > 0) mean[i] = this.#integral[i] / us
    return this.#steps
  }

  #counts(sampleClass: number, value: number): boolean {
    return sampleClass <= this.#highest && !Number.isNaN(value)
  }

  /** The step a time is in; times come in order. */
  #find(timeUs: number): number {
    while (this.#step < this.#integral.length - 1 && timeUs >= this.#limits[this.#step + 1]) this.#step++
    while (this.#step > 0 && timeUs < this.#limits[this.#step]) this.#step--
    return this.#step
  }
}
