/** Reads what the pool serves: the specs of all blocks, and the files in content/. */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describeCatalog } from '#pipeline/block-description.ts'
import type { Catalog } from '#pipeline/block-spec.ts'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { articleSchema } from './contract.ts'
import type { IndexEntry, PoolIndex } from './contract.ts'
import { templateSchema } from '#pipeline/template.ts'

export interface PoolContent {
  index: PoolIndex
  /** SHA-256 of the index. */
  indexHash: string
  /** JSON text by hash. */
  objects: ReadonlyMap<string, string>
}

interface Item {
  id: string
  version: number
  content: unknown
}

/** Throws with the file's name when a file in `folder` is no template or no article. */
export async function readContent(catalog: Catalog, folder: string): Promise<PoolContent> {
  const objects = new Map<string, string>()
  const keep = (items: Item[]) => items.map((item) => keepObject(objects, item)).sort(byIdAndVersion)
  const blocks = describeCatalog(catalog).map((block) => ({ ...block.spec, content: block }))
  const index: PoolIndex = {
    ecokiPool: 1,
    blocks: keep(blocks),
    templates: keep(await readItems(join(folder, 'templates'), templateSchema)),
    articles: keep(await readItems(join(folder, 'articles'), articleSchema)),
  }
  return { index, indexHash: sha256Hex(canonicalJson(index)), objects }
}

function keepObject(objects: Map<string, string>, { id, version, content }: Item): IndexEntry {
  const text = canonicalJson(content)
  const hash = sha256Hex(text)
  objects.set(hash, text)
  return { id, version, hash }
}

interface ItemSchema {
  parse(value: unknown): { id: string; version: number }
}

async function readItems(folder: string, schema: ItemSchema): Promise<Item[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  return Promise.all(names.map((name) => readItem(join(folder, name), schema)))
}

async function readItem(file: string, schema: ItemSchema): Promise<Item> {
  try {
    const content = schema.parse(JSON.parse(await readFile(file, 'utf8')))
    return { id: content.id, version: content.version, content }
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error })
  }
}

function byIdAndVersion(a: IndexEntry, b: IndexEntry): number {
  return a.id === b.id ? a.version - b.version : a.id < b.id ? -1 : 1
}
