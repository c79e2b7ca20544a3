/** Samples as an adapter says them, turned into samples as the historian shall hold them. */
import { SampleBatchBuilder, sampleAt, valueTypes } from '#adapters/sample-batch.ts'
import type { Sample, SampleBatch, ValueType } from '#adapters/sample-batch.ts'
import { readUnit, unitConversion } from '#pipeline/units.ts'
import { convertSample } from './convert.ts'
import { makeNaiveClock } from './naive-clock.ts'
import { tagSetup } from './setup.ts'
import type { TagSetup } from './setup.ts'
import { isWorthKeeping } from './thin-out.ts'
import type { Kept } from './thin-out.ts'

/** A tag as people set it up. */
export interface PreparedTag {
  id: number
  type: Exclude<ValueType, 'none'>
  unit: string | null
  setup: unknown
}

export interface Prepared {
  batch: SampleBatch
  /** Raw, with why. */
  refused: { batch: SampleBatch; cause: string }[]
}

/** Source times outside of this are believed of nobody. */
const oldestUs = 30 * 86_400_000_000
const newestUs = 300_000_000

interface Worker {
  type: PreparedTag['type']
  setup: TagSetup
  /** Nothing is done but to look at time and type. */
  isPlain: boolean
  clock?: (shownUs: number, receivedUs: number) => number
  scale: number
  offset: number
}

export class TagPreparer {
  #workers = new Map<number, Worker>()
  readonly #kept: Kept = new Map()

  constructor(tags: PreparedTag[]) {
    this.change(tags)
  }

  /** What is kept of tags that stay is still known. */
  change(tags: PreparedTag[]): void {
    this.#workers = new Map(tags.map((tag) => [tag.id, makeWorker(tag)]))
    for (const key of this.#kept.keys()) if (!this.#workers.has(key)) this.#kept.delete(key)
  }

  /** Of tags that nobody wants (any more) nothing is left. `isHistory`: any time, and nothing is left out. */
  prepare(batch: SampleBatch, nowUs: number, isHistory = false): Prepared {
    if (this.#isPlain(batch, nowUs, isHistory)) return { batch, refused: [] }
    const [good, strange] = [new SampleBatchBuilder(batch.length), new SampleBatchBuilder(16)]
    for (let row = 0; row < batch.length; row++) {
      const raw = sampleAt(batch, row)
      const worker = this.#workers.get(raw.key)
      if (!worker) continue
      const timed = inTrueTime(raw, worker, batch.receivedUs)
      const sample = shaped(timed, worker)
      if (!isHistory && !isBelievable(timed.timeUs, nowUs)) strange.add(raw)
      else if (isHistory || isWorthKeeping(sample, worker.setup, this.#kept)) good.add(sample)
    }
    const refused =
      strange.length > 0 ? [{ batch: strange.take(batch.receivedUs), cause: 'time-strange' }] : []
    return { batch: good.take(batch.receivedUs), refused }
  }

  /** What was prepared was not kept after all: the next samples of its tags are. */
  forget(batch: SampleBatch): void {
    for (const key of batch.keys) this.#kept.delete(key)
  }

  /** Most batches: nothing has to be done to any row. */
  #isPlain(batch: SampleBatch, nowUs: number, isHistory: boolean): boolean {
    for (let row = 0; row < batch.length; row++) {
      const worker = this.#workers.get(batch.keys[row])
      if (!worker?.isPlain) return false
      const type = valueTypes[batch.types[row]]
      if (type !== worker.type && type !== 'none') return false
      if (!isHistory && !isBelievable(batch.timesUs[row], nowUs)) return false
    }
    return true
  }
}

function makeWorker({ type, unit, setup: stored }: PreparedTag): Worker {
  const setup = tagSetup.parse(stored ?? {})
  const isPlain = Object.keys(setup).length === 0
  return {
    type,
    setup,
    isPlain,
    ...linearOf(setup, unit),
    clock: setup.zone ? makeNaiveClock(setup.zone) : undefined,
  }
}

/** Scale, offset and unit as one step. Throws where the units do not fit: that is found when a tag is saved. */
function linearOf({ scale = 1, offset = 0, fromUnit }: TagSetup, unit: string | null) {
  if (fromUnit === undefined || unit === null) return { scale, offset }
  const [from, to] = [readUnit(fromUnit), readUnit(unit)]
  const conversion = from && to && unitConversion(from, to)
  if (!conversion) throw new RangeError(`${fromUnit} cannot become ${unit}`)
  return { scale: scale * conversion.factor, offset: offset * conversion.factor + conversion.offset }
}

function inTrueTime(sample: Sample, { clock }: Worker, receivedUs: number): Sample {
  return clock ? { ...sample, timeUs: clock(sample.timeUs, receivedUs) } : sample
}

function isBelievable(timeUs: number, nowUs: number): boolean {
  return timeUs >= nowUs - oldestUs && timeUs <= nowUs + newestUs
}

/** Calculated with the machine's number, then made the tag's type. */
function shaped(sample: Sample, worker: Worker): Sample {
  return convertSample(inRange(scaled(sample, worker), worker.setup), worker.type)
}

function scaled(sample: Sample, { scale, offset }: Worker): Sample {
  const { value } = sample
  if ((scale === 1 && offset === 0) || (typeof value !== 'number' && typeof value !== 'bigint')) return sample
  return { ...sample, value: Number(value) * scale + offset }
}

function inRange(sample: Sample, { range }: TagSetup): Sample {
  const { value } = sample
  if (!range || (typeof value !== 'number' && typeof value !== 'bigint')) return sample
  const bound =
    value < (range.min ?? -Infinity) ? range.min : value > (range.max ?? Infinity) ? range.max : undefined
  if (bound === undefined) return sample
  const quality = sample.quality === 2 ? 2 : 1
  return { ...sample, quality, status: 'out-of-range', value: range.outside === 'clamp' ? bound : value }
}
