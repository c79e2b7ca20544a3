/** A block version as data: what palettes, forms and programs know of it. */
import { z } from 'zod'
import { blockKey } from './block-spec.ts'
import type { BlockSpec, BlockType, Catalog, Localized } from './block-spec.ts'

export interface BlockDescription {
  /** `id@version` */
  key: string
  spec: BlockSpec
  /** JSON schema (draft-07) of the config as people write it: defaults need not be given. */
  configSchema: Record<string, unknown>
  example?: { config: unknown; note: Localized }
}

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
