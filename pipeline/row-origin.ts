/** May two tables hold the same rows? It follows from the reader, the splits and the choices on their ways back. */
import type { RowChoice } from './block-spec.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Examination, NodeState, Source } from './examination.ts'
import { alongRows, choicesOf } from './row-lineage.ts'
import type { ColumnStep } from './row-lineage.ts'

/** What decides which rows arrive: what is read, and the splits and choices by value after it, the nearest first. */
interface RowOrigin {
  reader: string
  decisions?: Decision
}

/** Blocks that decide nothing share the origin of the block before them. */
interface Decision {
  key: string
  /** Output of a split. */
  part?: string
  choices: RowChoice[]
  earlier?: Decision
}

/** May rows that arrive here be the same as those that arrive there? Equal settings do equal things to rows. */
export type MayShareRows = (here: Source, there: Source) => boolean

export function rowSharing(examination: Examination): MayShareRows {
  const originOf = alongRows<RowOrigin>(examination, { none: { reader: '' }, add: origin })
  return (here, there) => {
    const [a, b] = [originOf(here), originOf(there)]
    if (a.reader !== b.reader) return false
    if (a.decisions === b.decisions) return true
    const [ofA, ofB] = [decisionsOf(a), decisionsOf(b)]
    for (const [split, part] of ofA.parts) if ((ofB.parts.get(split) ?? part) !== part) return false
    return !areSeparatedByChoice(ofA.choices, ofB.choices)
  }
}

function origin({ id, port, state, up }: ColumnStep, earlier: RowOrigin): RowOrigin {
  const choices = choicesOf(state)
  const part = state.block?.spec.splits ? port : undefined
  const { reader, decisions } = up ? earlier : { reader: readerOf(id, port, state) }
  if (part === undefined && choices.length === 0) return up ? earlier : { reader }
  return { reader, decisions: { key: sameness(state), part, choices, earlier: decisions } }
}

type Choices = Map<string, RowChoice[]>

function decisionsOf({ decisions }: RowOrigin): { parts: Map<string, string>; choices: Choices } {
  const parts = new Map<string, string>()
  const choices: Choices = new Map()
  for (let at = decisions; at; at = at.earlier) {
    if (at.part !== undefined) parts.set(at.key, at.part)
    if (at.choices.length > 0) choices.set(at.key, at.choices)
  }
  return { parts, choices }
}

/** Each side has a choice of its own by the same column: before and after a day, one line and the other. */
function areSeparatedByChoice(a: Choices, b: Choices): boolean {
  const own = (from: Choices, other: Choices): string[] =>
    [...from].flatMap(([key, list]) => (other.has(key) ? [] : list)).map(({ column }) => column)
  const columns = new Set(own(a, b))
  return own(b, a).some((column) => columns.has(column))
}

/** Two readers of one file read the same rows, whatever columns they take. */
function readerOf(id: string, port: string, state: NodeState): string {
  if (state.block?.spec.role !== 'read') return canonicalJson([id, port])
  const field = state.block.spec.fileField
  const file = field === undefined ? undefined : (state.config?.value as Record<string, unknown>)[field]
  return file === undefined ? sameness(state) : canonicalJson(file)
}

function sameness({ node, config }: NodeState): string {
  return canonicalJson([node.block, node.version, config?.value ?? null])
}
