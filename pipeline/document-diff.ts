/** What differs between two documents, as data: shown beside each other, in a conflict, between two runs. */
import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import { acceptedSchema, edgeSchema, nodeSchema, parameterSchema } from './document.ts'
import type { PipelineDocument, PipelineEdge, PipelineNode } from './document.ts'

/** One value that was added, removed or changed. `path` leads to it: ['config', 'window', 'length']. */
export const fieldChangeSchema = z.strictObject({
  kind: z.enum(['added', 'removed', 'changed']),
  path: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
export type FieldChange = z.infer<typeof fieldChangeSchema>

export const nodeChangeSchema = z.strictObject({ node: z.string(), fields: z.array(fieldChangeSchema) })
export type NodeChange = z.infer<typeof nodeChangeSchema>

export const documentDiffSchema = z.strictObject({
  /** Nothing differs, not even the layout. */
  isSame: z.boolean(),
  /** Nothing differs but names and layout: both compute the same. */
  sameMeaning: z.boolean(),
  /** Name and mode. */
  settings: z.array(fieldChangeSchema),
  nodes: z.strictObject({
    added: z.array(nodeSchema),
    removed: z.array(nodeSchema),
    changed: z.array(nodeChangeSchema),
  }),
  edges: z.strictObject({ added: z.array(edgeSchema), removed: z.array(edgeSchema) }),
  parameters: z.strictObject({
    added: z.array(z.strictObject({ name: z.string(), parameter: parameterSchema })),
    removed: z.array(z.strictObject({ name: z.string(), parameter: parameterSchema })),
    changed: z.array(z.strictObject({ name: z.string(), fields: z.array(fieldChangeSchema) })),
  }),
  accepted: z.strictObject({ added: z.array(acceptedSchema), removed: z.array(acceptedSchema) }),
  layout: z.strictObject({
    /** Nodes that are elsewhere, in code unit order. */
    moved: z.array(z.string()),
    /** Ids of notes and groups that are new, gone or different. */
    notes: z.array(z.string()),
    groups: z.array(z.string()),
  }),
})
export type DocumentDiff = z.infer<typeof documentDiffSchema>

/** From one document to another. Neither the order of nodes, edges and keys nor the id makes a difference. */
export function diffDocuments(before: PipelineDocument, after: PipelineDocument): DocumentDiff {
  const meaning = {
    nodes: diffNodes(before.nodes, after.nodes),
    edges: diffLists<PipelineEdge>(before.edges, after.edges),
    parameters: diffParameters(before.parameters, after.parameters),
    accepted: diffLists(before.accepted, after.accepted),
  }
  const settings = diffValues(
    { name: before.name, mode: before.mode },
    { name: after.name, mode: after.mode },
  )
  const layout = diffLayout(before.layout, after.layout)
  const isMode = settings.some(({ path }) => path[0] === 'mode')
  const sameMeaning = !isMode && isEmpty(meaning)
  return {
    isSame: sameMeaning && settings.length === 0 && isEmpty(layout),
    sameMeaning,
    settings,
    ...meaning,
    layout,
  }
}

function isEmpty(value: object): boolean {
  return Object.values(value).every((part: object) =>
    Array.isArray(part) ? part.length === 0 : isEmpty(part),
  )
}

/** Changes between two JSON values: objects member by member, lists and everything else as a whole. */
export function diffValues(before: unknown, after: unknown, path: string[] = []): FieldChange[] {
  if (!isRecord(before) || !isRecord(after))
    return isEqual(before, after) ? [] : [{ kind: 'changed', path, before, after }]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => diffMember(before, after, [...path, name]))
}

function diffMember(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  path: string[],
): FieldChange[] {
  const name = path[path.length - 1]
  const [old, now] = [ownMember(before, name), ownMember(after, name)]
  if (old === undefined && now === undefined) return []
  if (old === undefined) return [{ kind: 'added', path, after: now }]
  if (now === undefined) return [{ kind: 'removed', path, before: old }]
  return diffValues(old, now, path)
}

function ownMember(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
}

function diffNodes(before: PipelineNode[], after: PipelineNode[]): DocumentDiff['nodes'] {
  const { added, removed, both } = match(before, after, (node) => node.id)
  const changed = both.flatMap(([old, now]): NodeChange[] => {
    const fields = diffValues(old, now)
    return fields.length === 0 ? [] : [{ node: now.id, fields }]
  })
  return { added, removed, changed }
}

function diffParameters(
  before: PipelineDocument['parameters'],
  after: PipelineDocument['parameters'],
): DocumentDiff['parameters'] {
  const list = (parameters: PipelineDocument['parameters']) =>
    Object.entries(parameters).map(([name, parameter]) => ({ name, parameter }))
  const { added, removed, both } = match(list(before), list(after), ({ name }) => name)
  const changed = both.flatMap(([old, now]) => {
    const fields = diffValues(old.parameter, now.parameter)
    return fields.length === 0 ? [] : [{ name: now.name, fields }]
  })
  return { added, removed, changed }
}

function diffLists<T>(before: T[], after: T[]): { added: T[]; removed: T[] } {
  const { added, removed } = match(before, after, canonicalJson)
  return { added, removed }
}

function diffLayout(
  before: PipelineDocument['layout'],
  after: PipelineDocument['layout'],
): DocumentDiff['layout'] {
  return {
    moved: diffKeys(Object.entries(before.positions), Object.entries(after.positions), ([id]) => id),
    notes: diffKeys(before.notes, after.notes, ({ id }) => id),
    groups: diffKeys(before.groups, after.groups, ({ id }) => id),
  }
}

function diffKeys<T>(before: T[], after: T[], keyOf: (item: T) => string): string[] {
  const { added, removed, both } = match(before, after, keyOf)
  const changed = both.filter(([old, now]) => !isEqual(old, now)).map(([old]) => old)
  return [...new Set([...added, ...removed, ...changed].map(keyOf))].sort()
}

interface Matched<T> {
  added: T[]
  removed: T[]
  both: [T, T][]
}

/** Pairs items by key; of several with one key the first belongs to the first, and so on. */
function match<T>(before: T[], after: T[], keyOf: (item: T) => string): Matched<T> {
  const old = byKey(before, keyOf)
  const now = byKey(after, keyOf)
  return {
    added: [...now].filter(([key]) => !old.has(key)).map(([, item]) => item),
    removed: [...old].filter(([key]) => !now.has(key)).map(([, item]) => item),
    both: [...old].flatMap(([key, item]): [T, T][] => (now.has(key) ? [[item, now.get(key) as T]] : [])),
  }
}

function byKey<T>(items: T[], keyOf: (item: T) => string): Map<string, T> {
  const counts = new Map<string, number>()
  return new Map(
    items.map((item) => {
      const key = keyOf(item)
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      return [`${count} ${key}`, item]
    }),
  )
}
