/** Which setting of a block makes a leak go away: the causal twin of what is drawn. Tried, not guessed. */
import { z } from 'zod'
import { canonicalJson } from '#pipeline/canonical-json.ts'
import type { Catalog } from '#pipeline/block-spec.ts'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import { setConfig } from '#pipeline/edit.ts'
import type { Issue } from '#pipeline/issue.ts'
import { nodesBefore, partUntil } from '#pipeline/part-of-document.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import { validate } from '#pipeline/validate.ts'
import { durationText } from './candidate-configs.ts'
import { kindOf, problemsOf } from './find-bridges.ts'

export const repairSchema = z.strictObject({
  node: z.string(),
  field: z.string(),
  /** Before: undefined where the default held. */
  before: z.unknown().optional(),
  after: z.unknown(),
  /** The whole config with it, and those of blocks behind it that name a column by its new name. */
  configs: z.array(z.strictObject({ node: z.string(), config: z.record(z.string(), z.unknown()) })),
})
export type Repair = z.infer<typeof repairSchema>

/** Changes of one field of one block before (or at) the node, after which its leak is gone and nothing else is wrong. */
export function findRepairs(catalog: Catalog, document: PipelineDocument, node: string): Repair[] {
  const part = partUntil(document, node)
  const before = problemsOf(catalog, part)
  const leaks = before.filter((issue) => issue.code === 'leak' && issue.node === node)
  const lateUs = Math.max(...leaks.map(latenessUs))
  if (!(lateUs > 0)) return []
  const { configs } = validate(part, catalog)
  return part.nodes
    .flatMap((item) => changesOf(item, configs[item.id], lateUs))
    .map((change) => withNewNames(catalog, document, change))
    .filter((repair) => {
      const after = problemsOf(catalog, withConfigs(part, repair))
      const known = new Set(before.map(kindOf))
      return after.length < before.length && after.every((issue) => known.has(kindOf(issue)))
    })
}

function withConfigs(document: PipelineDocument, { configs }: Repair): PipelineDocument {
  const known = new Set(document.nodes.map(({ id }) => id))
  return configs
    .filter(({ node }) => known.has(node))
    .reduce((now, { node, config }) => setConfig(now, node, config), document)
}

/** What ends earlier is named otherwise: settings behind it that name the column follow. */
function withNewNames(catalog: Catalog, document: PipelineDocument, repair: Repair): Repair {
  const [before, after] = [document, withConfigs(document, repair)].map((drawn) =>
    columnNames(validate(drawn, catalog).schemas[repair.node]?.table),
  )
  const names = new Map(before.map((name, index) => [name, after[index] ?? name]))
  const isBehind = (id: string) => nodesBefore(document, id).has(repair.node)
  const behind = document.nodes
    .filter(({ id }) => isBehind(id))
    .flatMap(({ id, config }) => {
      const renamed = renameIn(config, names) as PipelineNode['config']
      return canonicalJson(renamed) === canonicalJson(config) ? [] : [{ node: id, config: renamed }]
    })
  return { ...repair, configs: [...repair.configs, ...behind] }
}

function columnNames(schema: PortSchema | undefined): string[] {
  return schema?.type === 'table' ? schema.table.columns.map(({ name }) => name) : []
}

function renameIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => renameIn(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameIn(item, names)]))
}

/** How much too late the column is known. */
function latenessUs({ params }: Issue): number {
  const { availabilityUs, issueOffsetUs } = params
  return typeof availabilityUs === 'number' && typeof issueOffsetUs === 'number'
    ? availabilityUs - issueOffsetUs
    : 0
}

/** Windows that end earlier. */
function changesOf({ id, config }: PipelineNode, parsed: unknown, lateUs: number): Repair[] {
  const offset = (parsed as { offset?: unknown } | undefined)?.offset
  if (typeof offset !== 'string') return []
  const after = durationText(durationUs(offset) + lateUs)
  const configs = [{ node: id, config: { ...config, offset: after } }]
  return [{ node: id, field: 'offset', before: config.offset, after, configs }]
}

const sizesUs: Record<string, number> = {
  us: 1,
  ms: 1e3,
  s: 1e6,
  min: 6e7,
  h: 3.6e9,
  d: 8.64e10,
  w: 6.048e11,
}

function durationUs(text: string): number {
  const match = /^([\d.]+) ?(\w+)$/.exec(text)
  return match ? Math.round(Number(match[1]) * (sizesUs[match[2]] ?? 0)) : 0
}
