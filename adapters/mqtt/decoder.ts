/** Makes samples of messages, by the tags that are wanted. */
import type { TagRequest } from '#adapters/adapter.ts'
import { qualities } from '#adapters/sample-batch.ts'
import type { Quality } from '#adapters/sample-batch.ts'
import type { MqttAddress, SparkplugAddress, TopicAddress } from './address.ts'
import type { Message, Outcome } from './message.ts'
import { makeRule, parseFor } from './payload-rules.ts'
import type { Reading, Rule } from './payload-rules.ts'
import { EdgeNodes } from './sparkplug/edge-nodes.ts'
import { TopicTable } from './topics.ts'

export class Decoder {
  readonly edgeNodes = new EdgeNodes()
  readonly #maxPayloadBytes: number
  #rules = new TopicTable<Rule>()
  /** Tags of which no message has had anything yet, and whether that was said. */
  #absent = new Map<number, boolean>()

  constructor(maxPayloadBytes: number) {
    this.#maxPayloadBytes = maxPayloadBytes
  }

  want(tags: readonly TagRequest<MqttAddress>[]): void {
    const [sparkplug, others]: [TagRequest<SparkplugAddress>[], TagRequest<TopicAddress>[]] = [[], []]
    for (const tag of tags) {
      if (tag.address.format === 'sparkplug') sparkplug.push({ ...tag, address: tag.address })
      else others.push({ ...tag, address: tag.address })
    }
    this.edgeNodes.want(sparkplug)
    this.#rules = new TopicTable()
    for (const tag of others) this.#rules.add(tag.address.topic, makeRule(tag))
    this.#absent = new Map(others.map(({ key }) => [key, this.#absent.get(key) ?? false]))
  }

  /** Whether anybody wants something of this topic. */
  isWanted(topic: string): boolean {
    return this.#rules.find(topic).length > 0
  }

  decode(message: Message, outcome: Outcome): void {
    const rules = this.#rules.find(message.topic)
    if (rules.length > 0) this.#readRules(rules, message, outcome)
    if (message.payload.length <= this.#maxPayloadBytes) this.edgeNodes.handle(message, outcome)
  }

  #readRules(rules: Rule[], message: Message, outcome: Outcome): void {
    const isTooLarge = message.payload.length > this.#maxPayloadBytes
    const parsed = isTooLarge ? undefined : parseFor(rules, message.payload)
    for (const rule of rules) {
      const readings: Reading[] = parsed ? rule.read(parsed) : [{ value: null, status: 'payload-too-large' }]
      for (const [index, reading] of readings.entries()) add(rule.key, reading, { message, index }, outcome)
      this.#noteAbsence(rule.key, readings.length === 0, message, outcome)
    }
  }

  /** A field that is not in every message is normal; one that was in none may be misspelt. */
  #noteAbsence(key: number, isAbsent: boolean, { topic }: Message, outcome: Outcome): void {
    const wasSaid = this.#absent.get(key)
    if (wasSaid === undefined || (isAbsent && wasSaid)) return
    if (isAbsent) {
      this.#absent.set(key, true)
      outcome.problems.push({ key, problem: { code: 'mqtt-field-absent', params: { topic } } })
      return
    }
    this.#absent.delete(key)
    if (wasSaid) outcome.problems.push({ key })
  }
}

/** Several values of one message that name no time come one µs apart, so that none replaces the other. */
function add(
  key: number,
  reading: Reading,
  { message, index }: { message: Message; index: number },
  outcome: Outcome,
): void {
  const { quality, status } = judge(reading, message.isRetained)
  const timeUs = reading.timeUs ?? message.receivedUs + index
  if (status === undefined && typeof reading.value === 'number')
    outcome.samples.addNumber(key, timeUs, reading.value, quality)
  else outcome.samples.add({ key, timeUs, value: reading.value, quality, status })
}

/** What the broker had kept may be old: when it was said nobody knows, unless the payload does. */
function judge({ value, status }: Reading, isRetained: boolean): { quality: Quality; status?: string } {
  if (value === null) return { quality: qualities.bad, status }
  return isRetained ? { quality: qualities.uncertain, status: 'retained' } : { quality: qualities.good }
}
