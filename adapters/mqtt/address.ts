/** Where a tag is: a topic, and what of its payload. */
import { z } from 'zod'
import { parsePath } from './json-path.ts'
import { timeFormat } from './payload-time.ts'
import { isTopicFilter } from './topics.ts'

const topic = z
  .string()
  .max(1_000)
  .refine(isTopicFilter, { error: 'not a topic' })
  .describe('May hold + for one level and # at its end')

const path = z
  .string()
  .max(500)
  .refine((text) => parsePath(text) !== undefined, { error: 'not a path' })
  .describe('$.motor.speed, $["a b"][0]; $.samples[*].value takes each entry of a list')

const words = z
  .strictObject({
    yes: z.array(z.string().max(50)).min(1).max(20),
    no: z.array(z.string().max(50)).min(1).max(20),
  })
  .optional()
  .describe('What means yes and no, where it is not one of the usual words')

const column = z.int().min(1).max(1_000)

const plain = z.strictObject({ format: z.literal('plain'), topic, words })
const text = z.strictObject({ format: z.literal('text'), topic })
const json = z.strictObject({
  format: z.literal('json'),
  topic,
  path,
  words,
  time: z.strictObject({ path, as: timeFormat }).optional().describe('Absent: when the message was received'),
})
const csv = z.strictObject({
  format: z.literal('csv'),
  topic,
  column: column.describe('The first is 1'),
  separator: z.string().min(1).max(3).default(','),
  decimal: z.enum(['.', ',']).default('.'),
  words,
  time: z.strictObject({ column, as: timeFormat }).optional(),
})

const sparkplugName = z
  .string()
  .min(1)
  .max(250)
  .regex(/^[^+#/\0]+$/)
const sparkplug = z.strictObject({
  format: z.literal('sparkplug'),
  group: sparkplugName,
  node: sparkplugName,
  device: sparkplugName.optional().describe('Absent: a metric of the edge node itself'),
  metric: z.string().min(1).max(1_000).describe('A metric within a template: its path with slashes'),
})

export const mqttAddress = z.discriminatedUnion('format', [plain, text, json, csv, sparkplug])
export type MqttAddress = z.infer<typeof mqttAddress>
export type TopicAddress = Exclude<MqttAddress, { format: 'sparkplug' }>
export type SparkplugAddress = Extract<MqttAddress, { format: 'sparkplug' }>

/** The filter that brings everything that concerns the tag. Sparkplug counts its messages over the whole edge node. */
export function filterOf(address: MqttAddress): string {
  return address.format === 'sparkplug' ? `spBv1.0/${address.group}/+/${address.node}/#` : address.topic
}
