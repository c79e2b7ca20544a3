/** Makes and changes many tags at once: all of them, or none. */
import type pg from 'pg'
import { inTransaction } from '#datasets/transaction.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { areCommensurable, isUnit } from '#pipeline/units.ts'
import { tagSetup } from '#adapters/host-contract.ts'
import { recordChange } from '../../audit/record.ts'
import type { App } from '../../app.ts'
import { readAddresses } from '../connections/protocols.ts'
import { getConnection } from '../connections/read-connections.ts'

export interface NewTag {
  name: string
  type: 'number' | 'integer' | 'boolean' | 'text'
  /** UCUM. */
  unit?: string | null
  description?: string | null
  assetId?: string | null
  class?: 'state' | 'event'
  staleAfterMs?: number | null
  /** Null: known in advance. Absent: not said. */
  availabilityUs?: number | null
  /** Where it is on the machine; not for tags that people fill. */
  address?: unknown
  intervalMs?: number
  setup?: unknown
}

export interface TagsInput {
  /** Null: entered by hand, or pushed. */
  connectionId: string | null
  tags: NewTag[]
  /** What happens where a tag of the name is there already. */
  onConflict: 'refuse' | 'skip' | 'overwrite'
  /** Only says what would happen. */
  isTrial: boolean
}

export interface TagProblemView {
  /** Place in the request. */
  index: number
  code: string
  params: Record<string, unknown>
}

export interface TagsSaved {
  created: number
  changed: number
  skipped: number
  /** Of the tags that are there now, by place in the request; null: skipped. */
  ids: (number | null)[]
  /** Nothing was done where there are any. */
  problems: TagProblemView[]
}

interface Existing {
  id: number
  name: string
  type: string
  unit: string | null
  connectionId: string | null
}

/** Throws DomainError 'connection-unknown'. What is wrong with single tags is an answer. */
export async function saveTags(app: App, input: TagsInput): Promise<TagsSaved> {
  const addresses = await addressesOf(app, input)
  return inTransaction(app.pool, 'begin', async (client) => {
    const existing = await findExisting(app, client, input)
    const problems = input.tags.flatMap((tag, index) =>
      problemsOf(tag, { existing: existing.get(tag.name), input, address: addresses[index] }).map(
        (problem) => ({ index, ...problem }),
      ),
    )
    const all = [...problems, ...repeatedNames(input.tags)]
    const isKept = (tag: NewTag) => existing.has(tag.name) && input.onConflict === 'skip'
    const skipped = input.tags.filter(isKept).length
    const changed = input.tags.filter((tag) => existing.has(tag.name)).length - skipped
    const counts = { created: input.tags.length - skipped - changed, changed, skipped }
    if (all.length > 0 || input.isTrial) return { ...counts, ids: input.tags.map(() => null), problems: all }
    const rows = input.tags
      .map((tag, index) => ({ ...tag, address: addresses[index].value, index }))
      .filter((tag) => !isKept(tag))
    const ids = await writeTags(app, client, input.connectionId, rows)
    await recordChange((sql, parameters) => client.query(sql, parameters), app, {
      action: 'tags.save',
      object: { kind: 'connection', id: input.connectionId ?? 'none' },
    })
    return {
      ...counts,
      ids: input.tags.map((tag) => (isKept(tag) ? null : (ids.get(tag.name) ?? null))),
      problems: [],
    }
  })
}

async function addressesOf(
  app: App,
  { connectionId, tags }: TagsInput,
): Promise<{ value: unknown; problem?: string }[]> {
  if (connectionId === null) return tags.map(() => ({ value: null }))
  const { protocol } = await getConnection(app, connectionId)
  return readAddresses(
    app,
    protocol,
    tags.map(({ address }) => address),
  )
}

/** Locked in the order of their names, so that two who save the same do not wait for each other in a circle. */
async function findExisting(
  app: App,
  client: pg.ClientBase,
  { tags }: TagsInput,
): Promise<Map<string, Existing>> {
  const { rows } = await client.query<Existing>(
    `select t.id, t.name, t.value_type as type, t.unit,
       (select ct.connection_id from connection_tag ct where ct.tag_id = t.id) as "connectionId"
     from tag t where t.project_id = $1 and t.name = any($2) order by t.name for update`,
    [app.projectId, tags.map(({ name }) => name)],
  )
  return new Map(rows.map((row) => [row.name, row]))
}

interface Place {
  existing: Existing | undefined
  input: TagsInput
  address: { problem?: string }
}

/** A tag's type and unit are those of its samples: they stay. */
function problemsOf(tag: NewTag, { existing, input, address }: Place): Omit<TagProblemView, 'index'>[] {
  const found: Omit<TagProblemView, 'index'>[] = []
  const { name, type, unit } = tag
  if (existing && input.onConflict === 'refuse') found.push({ code: 'tag-exists', params: { name } })
  if (existing && input.onConflict === 'overwrite') {
    if (existing.type !== type)
      found.push({ code: 'tag-type', params: { tag: name, type: existing.type, given: type } })
    if (existing.unit && unit && existing.unit !== unit)
      found.push({ code: 'tag-unit', params: { tag: name, unit: existing.unit, given: unit } })
    if (existing.connectionId && existing.connectionId !== input.connectionId)
      found.push({ code: 'tag-of-other-connection', params: { name } })
  }
  if (unit && !isUnit(unit)) found.push({ code: 'unit-unknown', params: { unit } })
  if (address.problem) found.push({ code: 'address-invalid', params: { name, message: address.problem } })
  return [...found, ...setupProblems(tag, existing?.unit ?? unit ?? null)]
}

/** Of what is done to the samples of a tag with this unit. */
export function setupProblems(
  { name, setup }: Pick<NewTag, 'name' | 'setup'>,
  unit: string | null,
): Omit<TagProblemView, 'index'>[] {
  const parsed = tagSetup.safeParse(setup ?? {})
  if (!parsed.success)
    return [{ code: 'setup-invalid', params: { name, message: parsed.error.issues[0].message } }]
  const { fromUnit } = parsed.data
  if (fromUnit === undefined || (unit !== null && areCommensurable(fromUnit, unit))) return []
  return [{ code: 'unit-not-convertible', params: { name, from: fromUnit, to: unit } }]
}

function repeatedNames(tags: NewTag[]): TagProblemView[] {
  const seen = new Set<string>()
  return tags.flatMap(({ name }, index) => {
    const isRepeated = seen.has(name)
    seen.add(name)
    return isRepeated ? [{ index, code: 'tag-twice', params: { name } }] : []
  })
}

async function writeTags(
  app: App,
  client: pg.ClientBase,
  connectionId: string | null,
  tags: (NewTag & { index: number })[],
): Promise<Map<string, number>> {
  const given = tags.map((tag) => ({ ...tag, isKnown: tag.availabilityUs !== undefined }))
  const { rows } = await client.query<{ id: number; name: string }>(
    `insert into tag (project_id, name, value_type, unit, description, asset_id, class, stale_after_ms,
       availability_us, availability_known)
     select $1, g.name, g.type, g.unit, g.description, g."assetId", coalesce(g.class, 'state'), g."staleAfterMs",
       g."availabilityUs", g."isKnown"
     from jsonb_to_recordset($2) as g (name text, type text, unit text, description text, "assetId" uuid, class text,
       "staleAfterMs" integer, "availabilityUs" bigint, "isKnown" boolean)
     where g."assetId" is null or exists (select from asset a where a.id = g."assetId" and a.project_id = $1)
     order by g.name
     on conflict (project_id, name) do update set unit = coalesce(tag.unit, excluded.unit),
       description = coalesce(excluded.description, tag.description),
       asset_id = coalesce(excluded.asset_id, tag.asset_id),
       stale_after_ms = coalesce(excluded.stale_after_ms, tag.stale_after_ms)
     returning id, name`,
    [app.projectId, JSON.stringify(given)],
  )
  if (rows.length < tags.length) throw new DomainError('asset-unknown')
  const ids = new Map(rows.map(({ id, name }) => [name, id]))
  if (connectionId !== null)
    await writeSources(
      client,
      connectionId,
      tags.map((tag) => ({ ...tag, id: ids.get(tag.name)! })),
    )
  return ids
}

async function writeSources(
  client: pg.ClientBase,
  connectionId: string,
  tags: (NewTag & { id: number })[],
): Promise<void> {
  await client.query(
    `insert into connection_tag (tag_id, connection_id, address, interval_ms, setup)
     select g.id, $1, g.address, coalesce(g."intervalMs", 1000), coalesce(g.setup, '{}')
     from jsonb_to_recordset($2) as g (id integer, address jsonb, "intervalMs" integer, setup jsonb)
     on conflict (tag_id) do update set address = excluded.address, interval_ms = excluded.interval_ms,
       setup = excluded.setup, problem = null, connection_id = excluded.connection_id`,
    [connectionId, JSON.stringify(tags)],
  )
}
