/** The blocks of this worker with what their results depend on. */
import { catalog } from '#blocks/specs.ts'
import { blockRunFile } from '#blocks/index.ts'
import type { BlockType } from '#pipeline/block-spec.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import { hashSource, resultVersions } from './source-hash.ts'

export interface KnownBlock {
  type: BlockType
  /** SHA-256 of the run half with all it imports. */
  source: string
  versions: Record<string, string>
}

export function makeFindBlock(): (id: string, version: number) => KnownBlock {
  const known = new Map<string, KnownBlock>()
  return (id, version) => {
    const key = blockKey(id, version)
    const found = known.get(key) ?? describe(id, version)
    known.set(key, found)
    return found
  }
}

function describe(id: string, version: number): KnownBlock {
  const type = catalog.find(id, version)
  const file = blockRunFile(blockKey(id, version))
  if (!type || !file) throw new Error(`this worker does not know ${blockKey(id, version)}`)
  return { type, source: hashSource(file), versions: resultVersions(type) }
}
