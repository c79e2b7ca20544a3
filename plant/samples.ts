/** What sensors say, on its way out. */
import type { PlantTag } from './tags/catalog.ts'
import type { ChannelName } from './tags/routes.ts'
import type { TagValue } from './tags/measure.ts'

/** 0 good, 2 bad. */
export type PlantQuality = 0 | 2

/** One value of one sensor. */
export interface Reading {
  tag: PlantTag
  /** Source time, epoch ms. */
  timeMs: number
  value: TagValue
  quality: PlantQuality
}

/** A reading on one way out, with its number in the ledger. */
export interface Outgoing extends Reading {
  channel: ChannelName
  seq: number
}

/** A way out of the plant. Samples that are handed to it are in the ledger already. */
export interface Channel {
  /** Resolves once all is handed to whoever listens, or waits for them in a queue. */
  send(samples: Outgoing[]): Promise<void>
  close(): Promise<void>
}
