import type pg from 'pg'
import type { HistorianSamples } from '#blocks/block.ts'
import { DomainError } from '#pipeline/domain-error.ts'

export const tagTypes = ['number', 'integer', 'boolean', 'text'] as const
export type TagType = (typeof tagTypes)[number]

export interface Tag {
  id: number
  name: string
  type: TagType
  unit: string | null
}

/** The tags of a project that exist, by name. */
export async function findTags(
  client: pg.ClientBase,
  projectId: string,
  names: string[],
): Promise<Map<string, Tag>> {
  const { rows } = await client.query<Tag>(
    `select id, name, value_type as type, unit from tag where project_id = $1 and name = any($2)`,
    [projectId, names],
  )
  return new Map(rows.map((tag) => [tag.name, tag]))
}

/**
 * The tags of samples, made where they do not exist yet; several may do so at once. The first write fixes type and
 * unit: another type is refused with 'tag-type', another unit with 'tag-unit'. A unit can be added later.
 */
export async function ensureTags(
  client: pg.ClientBase,
  projectId: string,
  samples: HistorianSamples[],
): Promise<Map<string, Tag>> {
  const names = [...new Set(samples.map((item) => item.tag))].sort()
  let tags = await findTags(client, projectId, names)
  const absent = names.filter((name) => !tags.has(name))
  if (absent.length > 0) {
    await createTags(client, projectId, samples, absent)
    tags = await findTags(client, projectId, names)
  }
  for (const item of samples) await agree(client, item, tags.get(item.tag))
  return tags
}

/** In the order of names, so that two who make the same tags do not wait for each other in a circle. */
async function createTags(
  client: pg.ClientBase,
  projectId: string,
  samples: HistorianSamples[],
  names: string[],
): Promise<void> {
  const firsts = names.map((name) => samples.find((item) => item.tag === name))
  await client.query(
    `insert into tag (project_id, name, value_type, unit)
     select $1, name, value_type, unit from unnest($2::text[], $3::text[], $4::text[]) as made (name, value_type, unit)
     order by name on conflict (project_id, name) do nothing`,
    [projectId, names, firsts.map((item) => item && typeOf(item)), firsts.map((item) => item?.unit ?? null)],
  )
}

async function agree(client: pg.ClientBase, item: HistorianSamples, tag: Tag | undefined): Promise<void> {
  if (!tag) throw new Error(`tag ${item.tag} is not there after it was made`)
  const given = typeOf(item)
  if (tag.type !== given) throw new DomainError('tag-type', { tag: tag.name, type: tag.type, given })
  if (item.unit === undefined || item.unit === tag.unit) return
  if (tag.unit !== null)
    throw new DomainError('tag-unit', { tag: tag.name, unit: tag.unit, given: item.unit })
  await client.query('update tag set unit = $2 where id = $1 and unit is null', [tag.id, item.unit])
}

function typeOf({ tag, values }: HistorianSamples): TagType {
  const type = tagTypes.find((known) => known === values.type)
  if (!type) throw new DomainError('tag-type', { tag, type: tagTypes.join(', '), given: values.type })
  return type
}
