/** Two people changed one pipeline: what both did, put together node by node and wire by wire. */
import { canonicalJson } from '#pipeline/canonical-json.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { recordOf } from './names.ts'
import { edgeKey } from './wires.ts'

/** Something that both changed, each in another way. The merged document holds mine. */
export interface MergeConflict {
  kind: 'name' | 'mode' | 'node' | 'parameter' | 'accepted' | 'wire'
  /** The node's or parameter's name, the wire's input; empty for the document's own fields. */
  name: string
}

export interface Merged {
  document: PipelineDocument
  conflicts: MergeConflict[]
}

export interface MergeSides {
  /** What both began with. */
  base: PipelineDocument
  mine: PipelineDocument
  theirs: PipelineDocument
}

/** Places of nodes never conflict: mine hold where I moved them. Wires to nodes that are gone are left out. */
export function mergeDocuments({ base, mine, theirs }: MergeSides): Merged {
  const conflicts: MergeConflict[] = []
  const one = <T>(kind: MergeConflict['kind'], pick: (document: PipelineDocument) => T): T => {
    const [was, my, their] = [pick(base), pick(mine), pick(theirs)]
    const merged = mergeValue(was, my, their)
    if (merged.isConflict) conflicts.push({ kind, name: '' })
    return merged.value as T
  }
  const many = <T>(
    kind: MergeConflict['kind'] | 'layout',
    pick: (document: PipelineDocument) => [string, T][],
  ) => {
    const merged = mergeEntries({ base: pick(base), mine: pick(mine), theirs: pick(theirs) })
    if (kind !== 'layout') conflicts.push(...merged.conflicts.map((name) => ({ kind, name })))
    return merged.entries
  }
  const nodes = many('node', ({ nodes }) => nodes.map((node) => [node.id, node])).map(([, node]) => node)
  const known = new Set(nodes.map((node) => node.id))
  const edges = oneSource(
    many('wire', (document) => document.edges.map((edge) => [edgeKey(edge), edge])).map(([, edge]) => edge),
    conflicts,
  ).filter(({ from, to }) => known.has(from.node) && known.has(to.node))
  return {
    document: {
      ...mine,
      name: one('name', (document) => document.name),
      mode: one('mode', (document) => document.mode),
      parameters: recordOf(many('parameter', (document) => Object.entries(document.parameters))),
      nodes,
      edges,
      accepted: many('accepted', ({ accepted }) =>
        accepted.map((item) => [JSON.stringify([item.node, item.code, item.port]), item]),
      )
        .map(([, item]) => item)
        .filter((item) => known.has(item.node)),
      layout: {
        positions: recordOf(
          many('layout', ({ layout }) => Object.entries(layout.positions)).filter(([id]) => known.has(id)),
        ),
        notes: many('layout', ({ layout }) => layout.notes.map((note) => [note.id, note])).map(
          ([, note]) => note,
        ),
        groups: many('layout', ({ layout }) => layout.groups.map((group) => [group.id, group]))
          .map(([, group]) => ({ ...group, nodes: group.nodes.filter((id) => known.has(id)) }))
          .filter((group) => group.nodes.length > 0),
      },
    },
    conflicts,
  }
}

interface MergedValue {
  value: unknown
  isConflict: boolean
}

/** Undefined: not there. What only one side changed is taken; else mine, and both are told. */
function mergeValue(base: unknown, mine: unknown, theirs: unknown): MergedValue {
  if (isSame(mine, theirs) || isSame(base, theirs)) return { value: mine, isConflict: false }
  if (isSame(base, mine)) return { value: theirs, isConflict: false }
  return { value: mine, isConflict: true }
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b)
}

function mergeEntries<T>(sides: { base: [string, T][]; mine: [string, T][]; theirs: [string, T][] }): {
  entries: [string, T][]
  conflicts: string[]
} {
  const [base, mine, theirs] = [new Map(sides.base), new Map(sides.mine), new Map(sides.theirs)]
  const names = [...new Set([...mine.keys(), ...theirs.keys()])]
  const conflicts: string[] = []
  const entries = names.flatMap((name): [string, T][] => {
    const merged = mergeValue(base.get(name), mine.get(name), theirs.get(name))
    if (merged.isConflict) conflicts.push(name)
    return merged.value === undefined ? [] : [[name, merged.value as T]]
  })
  return { entries, conflicts }
}

/** Each may have wired another output to the same input: the first, which is mine, stays. */
function oneSource(edges: PipelineDocument['edges'], conflicts: MergeConflict[]): PipelineDocument['edges'] {
  const taken = new Set<string>()
  return edges.filter(({ to }) => {
    const input = JSON.stringify([to.node, to.port])
    if (taken.has(input)) conflicts.push({ kind: 'wire', name: `${to.node}.${to.port}` })
    return !taken.has(input) && taken.add(input)
  })
}
