/** A block version as data: what palettes, forms and programs know of it. */
import { z } from 'zod'
import { blockKey } from './block-spec.ts'
import { portTypes } from './ports.ts'
import type { BlockSpec, BlockType, Catalog, Localized } from './block-spec.ts'

export interface BlockDescription {
  /** `id@version` */
  key: string
  spec: BlockSpec
  /** JSON schema (draft-07) of the config as people write it: defaults need not be given. */
  configSchema: Record<string, unknown>
  example?: { config: unknown; note: Localized }
}

const localized = z.strictObject({ de: z.string(), en: z.string() })
const words = z.strictObject({ de: z.array(z.string()), en: z.array(z.string()) })
const portSpec = z.strictObject({
  name: z.string(),
  title: localized,
  type: z.enum(portTypes),
  optional: z.boolean().optional(),
})
const specSchema: z.ZodType<BlockSpec> = z.strictObject({
  id: z.string(),
  version: z.int().positive(),
  title: localized,
  synonyms: words,
  docs: localized,
  category: z.enum(['data', 'preparation', 'features', 'models', 'evaluation', 'charts', 'output']),
  icon: z.string(),
  inputs: z.array(portSpec),
  outputs: z.array(portSpec),
  role: z.enum(['read', 'transform', 'fit', 'apply', 'score', 'show', 'write']),
  effect: z.enum(['none', 'ecoki', 'outside']),
  isolation: z.enum(['thread', 'child']),
  exactness: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('bits') }),
    z.strictObject({ kind: z.literal('tolerance'), relative: z.number(), reason: z.string() }),
  ]),
  modes: z.array(z.enum(['batch', 'streaming'])),
  timeouts: z.strictObject({ startToCloseMs: z.number(), heartbeatMs: z.number() }),
  retry: z.enum(['none', 'resource']),
  quality: z.enum(['carry', 'worst-of-window', 'ignore', 'bad-is-missing']),
  native: z.array(z.string()).optional(),
  usesZones: z.boolean().optional(),
  fileField: z.string().optional(),
  volatile: z.boolean().optional(),
  state: z.record(z.string(), z.unknown()).optional(),
  splits: z.boolean().optional(),
})

/** What travels between the resource pool, the gateway and its callers. */
export const blockDescriptionSchema: z.ZodType<BlockDescription> = z.strictObject({
  key: z.string(),
  spec: specSchema,
  configSchema: z.record(z.string(), z.unknown()),
  example: z.strictObject({ config: z.unknown(), note: localized }).optional(),
})

export function describeBlock(block: BlockType): BlockDescription {
  const schema = z.toJSONSchema(block.config, { target: 'draft-7', io: 'input', unrepresentable: 'any' })
  return {
    key: blockKey(block.spec.id, block.spec.version),
    spec: block.spec,
    configSchema: schema as Record<string, unknown>,
    example: block.example,
  }
}

/** Every version of every block, sorted by id and version. */
export function describeCatalog(catalog: Catalog): BlockDescription[] {
  return catalog
    .ids()
    .flatMap((id) =>
      catalog.versions(id).map((version) => describeBlock(catalog.find(id, version) as BlockType)),
    )
}
