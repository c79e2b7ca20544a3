import type pg from 'pg'
import type { HistorianSamples } from '#blocks/block.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isSameUnit } from '#pipeline/quantities.ts'

export const tagTypes = ['number', 'integer', 'boolean', 'text'] as const
export type TagType = (typeof tagTypes)[number]

export interface Tag {
  id: number
  name: string
  type: TagType
  /** Of a state the newest revision of a time is the valid one; of events every row is one. */
  class: 'state' | 'event'
  unit: string | null
  quantity: string | null
  kind: NonNullable<HistorianSamples['kind']> | null
  stamp: NonNullable<HistorianSamples['stamp']> | null
  /** µs; null: known in advance, or not known at all. */
  availabilityUs: number | null
  availabilityKnown: boolean
}

const tagColumns = `id, name, value_type as type, class, unit, quantity, kind, stamp,
  availability_us::double precision as "availabilityUs", availability_known as "availabilityKnown"`

/** The tags of a project that exist, by name. */
export async function findTags(
  client: pg.ClientBase,
  projectId: string,
  names: string[],
): Promise<Map<string, Tag>> {
  const { rows } = await client.query<Tag>(
    `select ${tagColumns} from tag where project_id = $1 and name = any($2)`,
    [projectId, names],
  )
  return new Map(rows.map((tag) => [tag.name, tag]))
}

/** What is known of the meaning of a tag, as samples say it. */
export function meaningOf(tag: Tag): Partial<HistorianSamples> {
  return {
    ...(tag.unit !== null && { unit: tag.unit }),
    ...(tag.quantity !== null && { quantity: tag.quantity }),
    ...(tag.kind !== null && { kind: tag.kind }),
    ...(tag.stamp !== null && { stamp: tag.stamp }),
    ...(tag.availabilityKnown && { availabilityUs: tag.availabilityUs }),
  }
}

/**
 * The tags of samples, made where they do not exist yet; several may do so at once. The first write fixes type, unit,
 * quantity, kind and stamp: another type is refused with 'tag-type', another unit with 'tag-unit', another quantity,
 * kind or stamp with 'tag-quantity'. What no write has said yet can be added later. Of availabilities the largest is
 * kept: it is an upper bound.
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
  // In one order, so that writers who add to the same tags do not wait for each other in a circle.
  for (const item of samples.toSorted(byName))
    tags.set(item.tag, await agree(client, item, tags.get(item.tag)))
  return tags
}

/** In the order of names, so that two who make the same tags do not wait for each other in a circle. */
async function createTags(
  client: pg.ClientBase,
  projectId: string,
  samples: HistorianSamples[],
  names: string[],
): Promise<void> {
  const firsts = names.flatMap((name) => samples.find((item) => item.tag === name) ?? [])
  await client.query(
    `insert into tag
       (project_id, name, value_type, unit, quantity, kind, stamp, availability_us, availability_known)
     select $1, made.* from jsonb_to_recordset($2) as made
       (name text, type text, unit text, quantity text, kind text, stamp text, "us" bigint, "isKnown" boolean)
     order by name on conflict (project_id, name) do nothing`,
    [projectId, JSON.stringify(firsts.map(given))],
  )
}

/** How samples describe their tag. The availability is rounded up to whole µs that a double holds exactly. */
function given(item: HistorianSamples) {
  const { tag: name, unit, quantity, kind, stamp, availabilityUs } = item
  const isKnown = availabilityUs !== undefined
  const us = isKnown && availabilityUs !== null ? wholeUs(availabilityUs) : null
  return { name, type: typeOf(item), unit, quantity, kind, stamp, us, isKnown }
}

/** The tag after the samples have said what they mean; throws where they contradict it. */
async function agree(client: pg.ClientBase, item: HistorianSamples, tag: Tag | undefined): Promise<Tag> {
  if (!tag) throw new Error(`tag ${item.tag} is not there after it was made`)
  refuseOther(item, tag)
  if (!isNews(item, tag)) return tag
  const changed = await addMeaning(client, item, tag)
  // Another writer may have been first with another meaning.
  refuseOther(item, changed)
  return changed
}

function refuseOther(item: HistorianSamples, tag: Tag): void {
  const type = typeOf(item)
  if (tag.type !== type) throw new DomainError('tag-type', { tag: tag.name, type: tag.type, given: type })
  if (hasOtherUnit(tag, item))
    throw new DomainError('tag-unit', { tag: tag.name, unit: tag.unit, given: item.unit })
  for (const key of ['quantity', 'kind', 'stamp'] as const) {
    if (!differs(tag[key], item[key])) continue
    throw new DomainError('tag-quantity', { tag: tag.name, quantity: tag[key], given: item[key] })
  }
}

/** kW.h and h.kW are one unit; a tag keeps how it was written first. */
function hasOtherUnit(tag: Tag, { unit, quantity = tag.quantity ?? undefined }: HistorianSamples): boolean {
  return (
    tag.unit !== null && unit !== undefined && !isSameUnit({ unit, quantity }, { unit: tag.unit, quantity })
  )
}

function differs(kept: string | null, said: string | undefined): boolean {
  return kept !== null && said !== undefined && kept !== said
}

function isNews(item: HistorianSamples, tag: Tag): boolean {
  const said = ['unit', 'quantity', 'kind', 'stamp'] as const
  if (said.some((key) => tag[key] === null && item[key] !== undefined)) return true
  const { us, isKnown } = given(item)
  return isKnown && (!tag.availabilityKnown || (us !== null && us > (tag.availabilityUs ?? -Infinity)))
}

/** Waits for other writers of the tag and then adds to what they said; greatest() passes nulls over. */
async function addMeaning(client: pg.ClientBase, item: HistorianSamples, tag: Tag): Promise<Tag> {
  const { unit, quantity, kind, stamp, us, isKnown } = given(item)
  const { rows } = await client.query<Tag>(
    `update tag set unit = coalesce(unit, $2), quantity = coalesce(quantity, $3), kind = coalesce(kind, $4),
       stamp = coalesce(stamp, $5), availability_us = greatest(availability_us, $6::bigint),
       availability_known = availability_known or $7
     where id = $1 returning ${tagColumns}`,
    [tag.id, unit, quantity, kind, stamp, us, isKnown],
  )
  return rows[0]
}

function byName(a: HistorianSamples, b: HistorianSamples): number {
  return a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0
}

function wholeUs(us: number): number {
  return Math.min(Math.max(Math.ceil(us), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

function typeOf({ tag, values }: HistorianSamples): TagType {
  const type = tagTypes.find((known) => known === values.type)
  if (!type) throw new DomainError('tag-type', { tag, type: tagTypes.join(', '), given: values.type })
  return type
}
