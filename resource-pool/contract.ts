/**
 * What the resource pool serves, and where. Everything but the index is an object under the hash of its content: it
 * never changes, so any copy of it is as good as the pool's own.
 */
import { z } from 'zod'
import { blockDescriptionSchema } from '#pipeline/block-description.ts'
import type { BlockDescription } from '#pipeline/block-description.ts'
import { templateSchema } from '#pipeline/template.ts'

/** GET: the index, with its hash as ETag. */
export const indexPath = '/v1/index'
/** GET `/v1/objects/HASH`: an object as JSON. */
export const objectsPath = '/v1/objects'

const localized = z.strictObject({ de: z.string(), en: z.string() })
const id = z.string().min(1).max(100)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const entry = z.strictObject({ id, version: z.int().positive(), hash })
export type IndexEntry = z.infer<typeof entry>

/** Every version of everything there is, sorted by id and version. */
export const indexSchema = z.strictObject({
  ecokiPool: z.literal(1),
  blocks: z.array(entry),
  templates: z.array(entry),
  articles: z.array(entry),
})
export type PoolIndex = z.infer<typeof indexSchema>

/** doc: how something is done; scenario: an energy question and the way to its answer; story: what came of one. */
export const articleSchema = z.strictObject({
  ecokiArticle: z.literal(1),
  id,
  version: z.int().positive(),
  kind: z.enum(['doc', 'scenario', 'story']),
  /** True: made up to show what is possible; shown with the article. */
  isExample: z.boolean(),
  title: localized,
  summary: localized,
  /** Markdown. */
  body: localized,
  /** The template that does what the article tells. */
  template: id.optional(),
})
export type Article = z.infer<typeof articleSchema>

/** The kinds of objects by the list of the index that names them. */
export const objectSchemas = {
  blocks: blockDescriptionSchema,
  templates: templateSchema,
  articles: articleSchema,
}
export type PoolObjects = {
  blocks: BlockDescription
  templates: z.infer<typeof templateSchema>
  articles: Article
}
export type PoolKind = keyof PoolObjects
