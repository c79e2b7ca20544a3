/** How a broker is reached. */
import { z } from 'zod'
import { hostField, portField, secretField } from '#adapters/config-fields.ts'
import { isTopicFilter } from './topics.ts'

const pem = z.string().max(100_000).startsWith('-----BEGIN ')
const filter = z.string().max(1_000).refine(isTopicFilter, { error: 'not a topic' })

const tls = z.strictObject({
  authority: pem.optional().describe('PEM of the plant’s own authority, beside those that are trusted here'),
  certificate: pem.optional().describe('PEM of the certificate that EcoKI shows'),
  key: secretField('Key of the certificate').optional(),
  name: z
    .string()
    .max(253)
    .optional()
    .describe('Expected in the broker’s certificate where it is not the host'),
})

export const mqttConfig = z.strictObject({
  host: hostField,
  port: portField.default(8883),
  tls: tls.optional().describe('Absent: the connection is not encrypted'),
  version: z.enum(['5', '3.1.1']).default('5'),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,64}$/)
    .describe('The broker keeps messages under this name while EcoKI is away: never use it twice'),
  user: z.string().max(500).optional(),
  password: secretField('Password').optional(),
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(1),
  keepAliveS: z.int().min(5).max(600).default(10),
  filters: z.array(filter).max(100).default([]).describe('Subscribed whole, instead of tag by tag'),
  look: z.array(filter).max(100).default(['#']).describe('Where to look for topics while somebody browses'),
  maxInFlight: z.int().min(1).max(65_535).default(1_000).describe('Messages that wait for being kept'),
  maxPayloadBytes: z.int().min(1_000).max(16_000_000).default(262_144),
  mayAskForRebirth: z
    .boolean()
    .default(false)
    .describe(
      'Whether EcoKI may publish a rebirth command to Sparkplug edge nodes: it is a write to the plant',
    ),
})
export type MqttConfig = z.infer<typeof mqttConfig>
