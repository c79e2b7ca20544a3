/** A message on its way in, and what becomes of messages. */
import type { Gap, TagProblem } from '#adapters/adapter.ts'
import type { SampleBatchBuilder } from '#adapters/sample-batch.ts'
import type { SavedBirth } from './sparkplug/birth.ts'

export interface Message {
  topic: string
  payload: Buffer
  qos: 0 | 1 | 2
  /** The broker kept it from before we subscribed. */
  isRetained: boolean
  /** The broker has sent it before. */
  isAgain: boolean
  /** Of the packet, to acknowledge it; undefined at QoS 0. */
  id?: number
  /** Whole µs; two messages never have the same. */
  receivedUs: number
}

/** What a number of messages have brought. All of it is kept before any of them is acknowledged. */
export interface Outcome {
  samples: SampleBatchBuilder
  gaps: Gap[]
  problems: TagProblem[]
  /** Births of edge nodes, by `group/node`. */
  births: Map<string, SavedBirth>
  /** Edge nodes, `group/node`, whose births we have missed. */
  rebirths: Set<string>
}
