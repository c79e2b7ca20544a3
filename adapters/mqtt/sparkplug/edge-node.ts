/** One edge node: counts its messages, knows what its aliases stand for, and makes samples of what it says. */
import type { TagRequest } from '#adapters/adapter.ts'
import { qualities } from '#adapters/sample-batch.ts'
import type { Sample } from '#adapters/sample-batch.ts'
import type { SparkplugAddress } from '../address.ts'
import type { Message, Outcome } from '../message.ts'
import { toWanted } from '#adapters/wanted-value.ts'
import type { WantedType } from '#adapters/wanted-value.ts'
import { Birth, bdSeqOf } from './birth.ts'
import { plainValue } from './words.ts'
import type { SparkplugMetric, SparkplugPayload } from './words.ts'

export type SparkplugVerb = 'NBIRTH' | 'NDEATH' | 'NDATA' | 'DBIRTH' | 'DDEATH' | 'DDATA'

interface Wanted {
  key: number
  type: WantedType
  device: string
  metric: string
}

/** A gap may be said for the time to come: it means what the historian does not hold. */
const gapAheadUs = 60_000_000

interface Said {
  device: string
  payload: SparkplugPayload
  message: Message
}

export class EdgeNode {
  readonly id: string
  birth: Birth | undefined
  #wanted = new Map<string, Wanted[]>()
  #nextSeq: number | undefined
  /** A message was missing since the last birth: aliases may stand for something else by now. */
  #isUnsure = false
  #isRebirthAsked = false
  #lastUs: number | undefined
  #gapSaidUntilUs = 0

  constructor(id: string) {
    this.id = id
  }

  get keys(): number[] {
    return [...this.#wanted.values()].flat().map(({ key }) => key)
  }

  want(tags: readonly TagRequest<SparkplugAddress>[]): void {
    this.#wanted = new Map()
    for (const { key, type, address } of tags) {
      const wanted = { key, type, device: address.device ?? '', metric: address.metric }
      const id = `${wanted.device}/${wanted.metric}`
      const known = this.#wanted.get(id)
      if (known) known.push(wanted)
      else this.#wanted.set(id, [wanted])
    }
  }

  handle(verb: SparkplugVerb, said: Said, outcome: Outcome): void {
    if (verb === 'NDEATH') return this.#die(said, outcome)
    if (verb === 'NBIRTH') this.#beBorn(said)
    else this.#count(said, outcome)
    if (verb === 'DBIRTH') this.#announce(said)
    if (verb === 'DDEATH') this.#endDevice(said, outcome)
    else this.#readAll(said, outcome)
    if (verb.endsWith('BIRTH')) this.#afterBirth(said.device, outcome)
    const sentUs = (said.payload.timestampMs ?? Infinity) * 1_000
    this.#lastUs = Math.max(this.#lastUs ?? 0, Math.min(said.message.receivedUs, sentUs))
  }

  #beBorn({ payload }: Said): void {
    this.birth = new Birth()
    this.birth.bdSeq = bdSeqOf(payload.metrics)
    this.birth.announce('', payload.metrics)
    this.#nextSeq = payload.seq === undefined ? undefined : (payload.seq + 1) % 256
    this.#isUnsure = false
    this.#isRebirthAsked = false
  }

  /** A device may be born again at any time; without its node's birth its names are known all the same. */
  #announce({ device, payload }: Said): void {
    this.birth ??= new Birth()
    this.birth.announce(device, payload.metrics)
  }

  #afterBirth(device: string, outcome: Outcome): void {
    if (!this.birth) return
    outcome.births.set(this.id, this.birth.save())
    for (const wanted of [...this.#wanted.values()].flat()) {
      if (wanted.device !== device) continue
      const isThere = this.birth.find(device, metricNamed(wanted.metric))?.datatype !== undefined
      // A metric within a template is announced by the template.
      const isWithin = this.birth.metrics.some(({ name }) => wanted.metric.startsWith(`${name}/`))
      const problem = { code: 'sparkplug-metric-unknown', params: { metric: wanted.metric } }
      outcome.problems.push({ key: wanted.key, ...(!isThere && !isWithin && { problem }) })
    }
  }

  /** Numbers run from 0 to 255 over the whole edge node; one that is left out is a message we did not get. */
  #count({ payload, message }: Said, outcome: Outcome): void {
    const { seq } = payload
    if (seq === undefined) return
    const isMissing = this.#nextSeq !== undefined && seq !== this.#nextSeq
    // What was not acknowledged before a break comes once more.
    if (isMissing && message.isAgain && (this.#nextSeq! - seq + 256) % 256 <= 128) return
    this.#nextSeq = (seq + 1) % 256
    if (!isMissing) return
    this.#isUnsure = true
    const fromUs = this.#lastUs ?? message.receivedUs
    outcome.gaps.push({ keys: this.keys, fromUs, toUs: message.receivedUs, cause: 'sequence-gap' })
    this.#askForRebirth(outcome)
  }

  #askForRebirth(outcome: Outcome): void {
    if (this.#isRebirthAsked) return
    this.#isRebirthAsked = true
    outcome.rebirths.add(this.id)
  }

  #readAll({ device, payload, message }: Said, outcome: Outcome): void {
    const at = { device, message, payloadMs: payload.timestampMs }
    let hasUnknown = false
    for (const metric of payload.metrics) {
      const known = this.birth?.find(device, metric) ?? nameOnly(metric)
      if (known) this.#read(known.name, { ...metric, datatype: known.datatype }, at, outcome)
      else hasUnknown = true
    }
    if (hasUnknown) this.#missBirth(message, payload, outcome)
  }

  /** Values whose names we never learnt are lost. */
  #missBirth({ receivedUs }: Message, { timestampMs }: SparkplugPayload, outcome: Outcome): void {
    this.#askForRebirth(outcome)
    if (receivedUs < this.#gapSaidUntilUs || this.#wanted.size === 0) return
    this.#gapSaidUntilUs = receivedUs + gapAheadUs
    const fromUs = Math.min(receivedUs, timestampMs === undefined ? Infinity : timestampMs * 1_000)
    outcome.gaps.push({ keys: this.keys, fromUs, toUs: this.#gapSaidUntilUs, cause: 'sequence-gap' })
    const problem = { code: 'sparkplug-birth-missing', params: { node: this.id } }
    outcome.problems.push(...this.keys.map((key) => ({ key, problem })))
  }

  #read(
    name: string,
    metric: SparkplugMetric,
    at: { device: string; message: Message; payloadMs?: number },
    outcome: Outcome,
  ): void {
    if (metric.value.kind === 'template') {
      for (const part of metric.value.metrics) {
        const timestampMs = part.timestampMs ?? metric.timestampMs
        this.#read(`${name}/${part.name ?? ''}`, { ...part, timestampMs }, at, outcome)
      }
    }
    for (const wanted of this.#wanted.get(`${at.device}/${name}`) ?? []) {
      const ms = metric.timestampMs ?? at.payloadMs
      const timeUs = ms === undefined ? at.message.receivedUs : ms * 1_000
      const isByAlias = metric.name === undefined && this.#isUnsure
      outcome.samples.add({ key: wanted.key, timeUs, ...judged(metric, wanted.type, at.message, isByAlias) })
    }
  }

  #endDevice({ device, payload, message }: Said, outcome: Outcome): void {
    const timeUs = payload.timestampMs === undefined ? message.receivedUs : payload.timestampMs * 1_000
    this.#markStale((wanted) => wanted.device === device, timeUs, outcome)
  }

  /** The will of an earlier life may come late: it is not about this one. Its time is when it was made. */
  #die({ payload, message }: Said, outcome: Outcome): void {
    const bdSeq = bdSeqOf(payload.metrics)
    if (bdSeq !== undefined && this.birth?.bdSeq !== undefined && bdSeq !== this.birth.bdSeq) return
    this.#nextSeq = undefined
    this.#markStale(() => true, message.receivedUs, outcome)
  }

  #markStale(isMeant: (wanted: Wanted) => boolean, timeUs: number, outcome: Outcome): void {
    for (const wanted of [...this.#wanted.values()].flat().filter(isMeant))
      outcome.samples.add({ key: wanted.key, timeUs, ...badValue('sparkplug-stale') })
  }
}

const badValue = (status: string) => ({ value: null, quality: qualities.bad, status })

function nameOnly({ name, datatype }: SparkplugMetric): { name: string; datatype?: number } | undefined {
  return name === undefined ? undefined : { name, datatype }
}

function metricNamed(name: string): SparkplugMetric {
  return { name, isHistorical: false, isTransient: false, isNull: false, value: { kind: 'none' } }
}

type Judged = Pick<Sample, 'value' | 'quality' | 'status'>

/** The value as it is wanted, with all that speaks against it. */
function judged(metric: SparkplugMetric, type: WantedType, message: Message, isUnsure: boolean): Judged {
  if (metric.isNull) return badValue('null')
  const plain = plainValue(metric, metric.datatype)
  if ('problem' in plain) return badValue(plain.problem)
  const converted = toWanted(plain.value, type)
  if (converted.value === null) return badValue(converted.status)
  const { value } = converted
  const { quality = 192 } = metric
  if (quality === 0) return { value, quality: qualities.bad, status: 'sparkplug-bad' }
  if (quality === 500) return { value, quality: qualities.bad, status: 'sparkplug-stale' }
  if (quality !== 192) return { value, quality: qualities.uncertain, status: `sparkplug-quality-${quality}` }
  if (isUnsure) return { value, quality: qualities.uncertain, status: 'after-sequence-gap' }
  if (message.isRetained) return { value, quality: qualities.uncertain, status: 'retained' }
  const status = metric.isHistorical ? 'historical' : metric.isTransient ? 'transient' : undefined
  return { value, quality: qualities.good, ...(status && { status }) }
}
