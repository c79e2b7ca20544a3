/** Tags that a question names, as answers name them. */
import type pg from 'pg'
import { z } from 'zod'
import { DomainError } from '#pipeline/domain-error.ts'
import { tagTypes } from '#datasets/historian-tags.ts'

export const tagRefSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  type: z.enum(tagTypes),
  unit: z.string().nullable(),
})
export type TagRef = z.infer<typeof tagRefSchema>

interface Place {
  pool: pg.Pool
  projectId: string
}

/** In the order of `ids`. Throws DomainError 'tag-unknown'. */
export async function tagsOf({ pool, projectId }: Place, ids: number[]): Promise<TagRef[]> {
  const { rows } = await pool.query<TagRef>(
    'select id, name, value_type as type, unit from tag where project_id = $1 and id = any($2)',
    [projectId, ids],
  )
  const known = new Map(rows.map((tag) => [tag.id, tag]))
  return ids.map((id) => {
    const tag = known.get(id)
    if (!tag) throw new DomainError('tag-unknown', { id })
    return tag
  })
}

/** Epoch µs of an ISO text. */
export function usOf(iso: string): number {
  return Date.parse(iso) * 1_000
}

/** Numbers as JSON has them: null for what is not known. */
export function numbersOf(column: Float64Array): (number | null)[] {
  return Array.from(column, (value) => (Number.isFinite(value) ? value : null))
}
