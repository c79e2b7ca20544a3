/** What can be broken on command. */
import { z } from 'zod'
import { channels } from '#plant/tags/routes.ts'

/** Seconds of the machine's clock, at most a day. */
const forS = z.number().positive().max(86_400)
/** Names of tags; `*` stands for anything. */
const tags = z.string().min(1).max(500)
const channel = z.enum(channels)
const server = z.enum(['opc-ua', 'mqtt', 'modbus'])

export const sensorFault = z.discriminatedUnion('kind', [
  /** The value stays as it is. */
  z.strictObject({ kind: z.literal('frozen'), tags, forS }),
  z.strictObject({ kind: z.literal('nan'), tags, forS }),
  /** The quality is bad, the value stays. */
  z.strictObject({ kind: z.literal('bad'), tags, forS }),
  /** Grows by `perS` in the tag's unit with each second of the plant's clock. */
  z.strictObject({ kind: z.literal('drift'), tags, forS, perS: z.number() }),
  /** `size` is added to a `share` of the values. */
  z.strictObject({
    kind: z.literal('spikes'),
    tags,
    forS,
    share: z.number().min(0).max(1),
    size: z.number(),
  }),
  /** The sensor's clock is off by so much. */
  z.strictObject({ kind: z.literal('clock-jump'), tags, forS, ms: z.int() }),
  /** Each value is sent twice; `isOther`: the second time another one under the same time. */
  z.strictObject({ kind: z.literal('duplicate-times'), tags, forS, isOther: z.boolean().default(false) }),
])

export const serverFault = z.discriminatedUnion('kind', [
  /**
   * The server ends and comes back. OPC UA: sessions and subscriptions are lost, `renumber` gives its namespace another
   * number. MQTT: sessions are kept; `keep`: what was made meanwhile is sent afterwards. Sparkplug: the edge node.
   */
  z.strictObject({
    kind: z.literal('gone'),
    channel,
    forS,
    keep: z.boolean().default(false),
    renumber: z.boolean().default(false),
  }),
  /** The network is cut: connections end, none is taken, the server goes on. */
  z.strictObject({ kind: z.literal('cut'), channel: server, forS }),
  /** Connections stay open, and are taken, and nothing comes. */
  z.strictObject({ kind: z.literal('silent'), channel: server, forS }),
  /** Every answer comes so much later. */
  z.strictObject({ kind: z.literal('late'), channel: server, forS, ms: z.int().min(1).max(60_000) }),
  /** Modbus: the answer ends in its middle. */
  z.strictObject({ kind: z.literal('half'), forS }),
  /** Modbus: the answer says that it comes from the next unit. */
  z.strictObject({ kind: z.literal('other-unit'), forS }),
])

/** So many ticks at once, faster than any queue empties. */
export const burst = z.strictObject({ kind: z.literal('burst'), ticks: z.int().min(1).max(10_000) })

export const fault = z.union([sensorFault, serverFault, burst])
export type SensorFault = z.infer<typeof sensorFault>
export type ServerFault = z.infer<typeof serverFault>
export type Fault = z.infer<typeof fault>
/** As it is said, with what may be left out. */
export type FaultInput = z.input<typeof fault>

/** A fault under way. */
export interface ActiveFault<F extends Fault = Fault> {
  id: number
  fault: F
  /** Wall clock, epoch ms. */
  fromMs: number
  untilMs: number
}
