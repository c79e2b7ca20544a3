/** The blocks that there are, by id and version, and how they are found by words. */
import type { BlockDescription } from '#pipeline/block-description.ts'
import { blockKey } from '#pipeline/block-spec.ts'
import type { Language } from '#pipeline/render-text.ts'

export type BlockSpec = BlockDescription['spec']

export interface BlockCatalog {
  find(block: string, version: number): BlockDescription | undefined
  /** The newest version of every block, by category and title. */
  newest: readonly BlockDescription[]
  /** Undefined for a block that this EcoKI does not know. */
  newestVersion(block: string): number | undefined
}

export function makeBlockCatalog(blocks: readonly BlockDescription[]): BlockCatalog {
  const byKey = new Map(blocks.map((block) => [block.key, block]))
  const byId = new Map<string, BlockDescription>()
  for (const block of blocks)
    if ((byId.get(block.spec.id)?.spec.version ?? 0) < block.spec.version) byId.set(block.spec.id, block)
  return {
    find: (block, version) => byKey.get(blockKey(block, version)),
    newest: [...byId.values()],
    newestVersion: (block) => byId.get(block)?.spec.version,
  }
}

/** Undefined for a block that this EcoKI does not know. */
export function specOf(
  catalog: BlockCatalog,
  node: { block: string; version: number },
): BlockSpec | undefined {
  return catalog.find(node.block, node.version)?.spec
}

/** Whether there is a newer version of a node's block. */
export function hasNewer(catalog: BlockCatalog, node: { block: string; version: number }): boolean {
  return (catalog.newestVersion(node.block) ?? 0) > node.version
}

export const categories: readonly BlockSpec['category'][] = [
  'data',
  'preparation',
  'features',
  'models',
  'evaluation',
  'charts',
  'output',
]

/**
 * Blocks in which every word occurs: in a title or synonym of either language, the id, or the first sentence of the
 * docs. Titles of the reader's language come first, then synonyms, then purposes.
 */
export function searchBlocks(
  blocks: readonly BlockDescription[],
  words: string,
  language: Language,
): BlockDescription[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...blocks]
  const ranked = blocks.flatMap((block) => {
    const ranks = wanted.map((word) => rankOf(block.spec, word, language))
    return ranks.includes(0) ? [] : [{ block, rank: ranks.reduce((sum, rank) => sum + rank, 0) }]
  })
  return ranked.sort((a, b) => b.rank - a.rank).map(({ block }) => block)
}

function rankOf(spec: BlockSpec, word: string, language: Language): number {
  const other: Language = language === 'de' ? 'en' : 'de'
  const places: [string, number][] = [
    [spec.title[language], 8],
    [spec.synonyms[language].join(' '), 6],
    [`${spec.title[other]} ${spec.id}`, 5],
    [spec.synonyms[other].join(' '), 4],
    [`${spec.docs[language]} ${spec.docs[other]}`, 1],
  ]
  const found = places.find(([text]) => plain(text).includes(word))
  if (!found) return 0
  return found[1] + (plain(found[0]).startsWith(word) ? 1 : 0)
}

/** Letters as they are typed in a hurry: small, without accents. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss')
}

/** The first sentence of a block's docs: what it is for. */
export function purposeOf(spec: BlockSpec, language: Language): string {
  const text = spec.docs[language].trim().split('\n')[0]
  return /^.*?[.:;](?=\s|$)/.exec(text)?.[0].replace(/[;:]$/, '.') ?? text
}

/** Blocks with an input that takes this type, and which input. */
export function fittingBlocks(
  blocks: readonly BlockDescription[],
  type: string,
): { block: BlockDescription; input: string }[] {
  return blocks.flatMap((block) => {
    const ports = block.spec.inputs.filter((port) => port.type === type)
    const port = ports.find((item) => !item.optional) ?? ports[0]
    return port ? [{ block, input: port.name }] : []
  })
}
