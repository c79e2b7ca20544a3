/** What the gateway asks the adapter host: HTTP with JSON on this machine, a token in the header. */
import { z } from 'zod'

const problem = z.strictObject({ code: z.string(), params: z.record(z.string(), z.unknown()) })
const localText = z.strictObject({ de: z.string(), en: z.string() })

/** Of a protocol, what a page needs to ask for a connection. */
export const protocolSchema = z.strictObject({
  protocol: z.string(),
  title: localText,
  description: localText,
  version: z.int(),
  /** JSON schema (draft 7) of the config; secrets have `format: 'secret'`. */
  config: z.record(z.string(), z.unknown()),
  /** JSON schema of a tag's address. */
  address: z.record(z.string(), z.unknown()),
  /** From outside of the product. */
  isForeign: z.boolean(),
})
export type Protocol = z.infer<typeof protocolSchema>

/** A number, a text or yes/no as they are; int64 as text; NaN and infinities as their names. */
export const liveValueSchema = z.strictObject({
  tag: z.int(),
  /** Source time, epoch µs. */
  timeUs: z.number(),
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  type: z.enum(['number', 'integer', 'boolean', 'text', 'none']),
  quality: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  status: z.string().optional(),
})
export type LiveValue = z.infer<typeof liveValueSchema>

/** One line of the stream of values. An empty list is a sign of life. */
export const liveLineSchema = z.strictObject({ values: z.array(liveValueSchema) })
export const valuesRequest = z.strictObject({ tags: z.array(z.int()).max(20_000) })

export const valueType = z.enum(['number', 'integer', 'boolean', 'text'])

/** A machine that is not connected yet, or one that is. */
export const machineRequest = z.strictObject({
  projectId: z.uuid(),
  protocol: z.string().max(100),
  /** Secrets in plain, or as references of `connectionId`. */
  config: z.unknown(),
  connectionId: z.uuid().optional(),
  /** Fingerprints (SHA-256) of certificates that whoever tries it trusts, before anything is kept. */
  trusted: z.array(z.string().max(200)).max(20).optional(),
})
export type MachineRequest = z.infer<typeof machineRequest>

export const testRequest = machineRequest.extend({
  tags: z.array(z.strictObject({ address: z.unknown(), type: valueType })).max(100),
  /** How long to listen for samples. */
  listenMs: z.int().min(0).max(20_000).default(3_000),
})
export type TestRequest = z.input<typeof testRequest>

export const testAnswer = z.strictObject({
  isOk: z.boolean(),
  /** How far it came. */
  stage: z.enum(['config', 'address', 'connect', 'subscribe', 'listen', 'done']),
  problem: problem.optional(),
  connectMs: z.number().optional(),
  canBrowse: z.boolean(),
  /** By place in the request. */
  tags: z.array(
    z.strictObject({
      problem: problem.optional(),
      samples: z.array(liveValueSchema.omit({ tag: true })),
    }),
  ),
  /** Certificates that nobody has decided about. */
  certificates: z.array(
    z.strictObject({
      fingerprint: z.string(),
      pem: z.string(),
      subject: z.string(),
      issuer: z.string(),
      validTo: z.string(),
    }),
  ),
})
export type TestAnswer = z.infer<typeof testAnswer>

export const browseRequest = machineRequest.extend({
  parent: z.string().max(10_000).optional(),
  cursor: z.string().max(10_000).optional(),
})
export type BrowseRequest = z.infer<typeof browseRequest>

export const browseItem = z.strictObject({
  id: z.string(),
  name: z.string(),
  hasChildren: z.boolean(),
  tag: z
    .strictObject({
      address: z.unknown(),
      type: valueType,
      unit: z.string().optional(),
      unitText: z.string().optional(),
      description: z.string().optional(),
      canRead: z.boolean(),
      hasHistory: z.boolean().optional(),
    })
    .optional(),
})
export const browseAnswer = z.strictObject({ items: z.array(browseItem), next: z.string().optional() })
export type BrowseAnswer = z.infer<typeof browseAnswer>

export const checkRequest = z.strictObject({
  protocol: z.string(),
  config: z.unknown().optional(),
  addresses: z.array(z.unknown()).max(10_000),
})
/** Per address: what is wrong, or what it is once read. */
export const checkAnswer = z.strictObject({
  config: z.strictObject({ value: z.unknown(), problem: z.string().optional() }).optional(),
  addresses: z.array(z.strictObject({ value: z.unknown(), problem: z.string().optional() })),
})
export type CheckAnswer = z.infer<typeof checkAnswer>

export const offeredRequest = z.strictObject({ connectionId: z.uuid() })

/** Samples that come by the gateway: pushed by programs, entered by people, imported. */
export const acceptRequest = z.strictObject({
  /** Shown as where they came from; absent: nowhere. */
  connectionId: z.uuid().optional(),
  samples: z
    .array(
      z.strictObject({
        tag: z.int(),
        timeUs: z.number(),
        value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
        type: z.enum(['number', 'integer', 'boolean', 'text', 'none']),
        quality: z.union([z.literal(0), z.literal(1), z.literal(2)]),
        status: z.string().max(200).optional(),
      }),
    )
    .max(50_000),
  /** Whether samples of far away times are kept, not quarantined: history that is imported. */
  isHistory: z.boolean().default(false),
})
export const acceptAnswer = z.strictObject({ accepted: z.int(), quarantined: z.int() })

export const hostState = z.strictObject({
  historian: z.enum(['there', 'away']),
  historianError: z.string().optional(),
  spool: z.strictObject({
    samples: z.number(),
    bytes: z.number(),
    maxBytes: z.number(),
    isFilling: z.boolean(),
    isFull: z.boolean(),
    error: z.string().optional(),
  }),
  committedPerS: z.number(),
  lagMs: z.number(),
  connections: z.int(),
  running: z.int(),
})
export type HostState = z.infer<typeof hostState>

export const refusal = z.strictObject({ code: z.string(), params: z.record(z.string(), z.unknown()) })

/** What is done to the samples of a tag before they are kept. */
export { tagSetup } from './tag-setup/setup.ts'
