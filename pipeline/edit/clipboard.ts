/** Parts of pipelines as text: copied, pasted into the same or another pipeline, duplicated. */
import { z } from 'zod'
import { edgeSchema, layoutSchema, nodeSchema, parameterSchema } from '#pipeline/document.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { freshName, nodeNames, ownValue, recordOf } from './names.ts'
import type { Position } from './nodes.ts'
import { withoutSecrets } from './secrets.ts'
import type { FindConfigSchema } from './secrets.ts'

const partSchema = z.strictObject({
  /** What tells this text from any other on the clipboard. */
  'ecoki-part': z.literal(1),
  nodes: z.array(nodeSchema).max(20_000),
  edges: z.array(edgeSchema).max(200_000),
  parameters: z.record(z.string(), parameterSchema),
  layout: layoutSchema,
})

/** Nodes with the wires among them, what they need of the parameters, their places, notes and groups. */
export type PipelinePart = z.infer<typeof partSchema>

const maxTextLength = 20_000_000

/** The chosen nodes and notes, without anything secret. */
export function copyPart(
  document: PipelineDocument,
  chosen: { nodes: ReadonlySet<string>; notes: ReadonlySet<string> },
  findSchema: FindConfigSchema,
): PipelinePart {
  const { layout } = document
  const nodes = document.nodes
    .filter((node) => chosen.nodes.has(node.id))
    .map((node) => ({ ...node, config: withoutSecrets(node, findSchema) }))
  const wanted = new Set(nodes.flatMap((node) => [...parameterNames(node.config)]))
  return {
    'ecoki-part': 1,
    nodes,
    edges: document.edges.filter(({ from, to }) => chosen.nodes.has(from.node) && chosen.nodes.has(to.node)),
    parameters: recordOf(Object.entries(document.parameters).filter(([name]) => wanted.has(name))),
    layout: {
      positions: recordOf(Object.entries(layout.positions).filter(([id]) => chosen.nodes.has(id))),
      notes: layout.notes.filter((note) => chosen.notes.has(note.id)),
      groups: layout.groups.filter((group) => group.nodes.every((id) => chosen.nodes.has(id))),
    },
  }
}

export function partToText(part: PipelinePart): string {
  return JSON.stringify(part, null, 2)
}

/** The part a text holds; undefined when it is some other text. */
export function partFromText(text: string): PipelinePart | undefined {
  if (text.length > maxTextLength || !text.includes('"ecoki-part"')) return undefined
  try {
    return partSchema.safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

export interface Pasted {
  document: PipelineDocument
  /** Names of the new nodes and notes. */
  nodes: string[]
  notes: string[]
}

/** Puts a part in under new names; parameters that are missing come along, those that are there stay. */
export function pastePart(document: PipelineDocument, part: PipelinePart, by: Position): Pasted {
  const names = newNames(
    nodeNames(document),
    part.nodes.map((node) => node.id),
  )
  const noteIds = part.layout.notes.map((note) => note.id)
  const notes = newNames(new Set(document.layout.notes.map((note) => note.id)), noteIds)
  const missing = Object.entries(part.parameters).filter(
    ([name]) => !Object.hasOwn(document.parameters, name),
  )
  return {
    document: {
      ...document,
      parameters: recordOf([...Object.entries(document.parameters), ...missing]),
      nodes: [...document.nodes, ...part.nodes.map((node) => ({ ...node, id: names.get(node.id)! }))],
      edges: [...document.edges, ...newEdges(part, names)],
      layout: pasteLayout(document, part, { names, notes, by }),
    },
    nodes: [...names.values()],
    notes: [...notes.values()],
  }
}

/** The chosen nodes once more, beside the old ones. */
export function duplicate(
  document: PipelineDocument,
  nodes: ReadonlySet<string>,
  by: Position = { x: 40, y: 40 },
): Pasted {
  const whole = copyPart(document, { nodes, notes: new Set() }, () => undefined)
  return pastePart(document, { ...whole, layout: { ...whole.layout, groups: [] } }, by)
}

function newNames(taken: ReadonlySet<string>, wanted: readonly string[]): Map<string, string> {
  const all = new Set(taken)
  const names = new Map<string, string>()
  for (const name of wanted) {
    if (names.has(name)) continue
    const fresh = freshName(name, all)
    all.add(fresh)
    names.set(name, fresh)
  }
  return names
}

/** Wires of foreign texts may lead nowhere, or twice to one input: those stay behind. */
function newEdges(part: PipelinePart, names: ReadonlyMap<string, string>): PipelineDocument['edges'] {
  const taken = new Set<string>()
  return part.edges.flatMap(({ from, to }) => {
    const [source, target] = [names.get(from.node), names.get(to.node)]
    const input = JSON.stringify([to.node, to.port])
    if (source === undefined || target === undefined || source === target || taken.has(input)) return []
    taken.add(input)
    return [{ from: { node: source, port: from.port }, to: { node: target, port: to.port } }]
  })
}

function pasteLayout(
  { layout }: PipelineDocument,
  part: PipelinePart,
  with_: { names: ReadonlyMap<string, string>; notes: ReadonlyMap<string, string>; by: Position },
): PipelineDocument['layout'] {
  const { names, notes, by } = with_
  const places = [...names].flatMap(([old, id]) => {
    const place = ownValue(part.layout.positions, old)
    return place ? [[id, { x: place.x + by.x, y: place.y + by.y }] as const] : []
  })
  const groupIds = part.layout.groups.map((group) => group.id)
  const groups = newNames(new Set(layout.groups.map((group) => group.id)), groupIds)
  const inside = (ids: string[]) => ids.flatMap((id) => names.get(id) ?? [])
  return {
    positions: recordOf([...Object.entries(layout.positions), ...places]),
    notes: [
      ...layout.notes,
      ...part.layout.notes.map((note) => ({
        ...note,
        id: notes.get(note.id)!,
        x: note.x + by.x,
        y: note.y + by.y,
      })),
    ],
    groups: [
      ...layout.groups,
      ...part.layout.groups.map((group) => ({
        ...group,
        id: groups.get(group.id)!,
        nodes: inside(group.nodes),
      })),
    ],
  }
}

/** Names that a config's { "$param": "k" } use, at any depth. */
export function parameterNames(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set()
  const keys = Object.keys(value)
  const name: unknown = keys.length === 1 ? (value as { $param?: unknown }).$param : undefined
  if (typeof name === 'string') return new Set([name])
  return new Set(Object.values(value).flatMap((item) => [...parameterNames(item)]))
}
