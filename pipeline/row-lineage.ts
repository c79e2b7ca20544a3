/** Where the rows of a table come from: the way back, block by block, to the reader. */
import type { RowChoice } from './block-spec.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Examination, NodeState, Source } from './examination.ts'
import type { TableSchema } from './ports.ts'

/** A block on the way back, and the output by which the rows left it. */
export interface RowStep {
  id: string
  port: string
  state: NodeState
  /** Where the block has its rows from; absent at a reader, and where a block makes rows of its own. */
  up?: Source
}

/** The way back from an output, the nearest block first. Only for outputs whose schema is known: they have no circles. */
export function* rowSteps({ states }: Examination, from: Source | undefined): Generator<RowStep> {
  for (let at = from; at !== undefined;) {
    const state = states.get(at.node)
    if (!state?.block) return
    const up = rowSource(state)
    yield { id: at.node, port: at.port, state, up }
    at = up
  }
}

/** What feeds the first table input. What a block has learnt or judged are rows of its own. */
export function rowSource({ block, inputs }: NodeState): Source | undefined {
  if (block?.spec.role === 'fit' || block?.spec.role === 'score') return undefined
  return tableSource({ block, inputs })
}

/** The wire into the first table input that has one. */
export function tableSource({ block, inputs }: Pick<NodeState, 'block' | 'inputs'>): Source | undefined {
  const tables = block?.spec.inputs.filter((input) => input.type === 'table') ?? []
  return tables.flatMap(({ name }) => inputs.get(name)?.[0] ?? [])[0]
}

/** The schema behind an output, when it is a known table. */
export function tableBehind({ states }: Examination, source: Source | undefined): TableSchema | undefined {
  const schema = source && states.get(source.node)?.outputs?.[source.port]
  return schema?.type === 'table' ? schema.table : undefined
}

/** By which columns of its table a block lets rows through. */
export function choicesOf({ block, config }: NodeState): RowChoice[] {
  return (config && block?.rowsChosenBy?.(config.value)) ?? []
}

/** Nodes on whose way back, or at which, rows are chosen; found in one pass over all. */
export function nodesWithChosenRows({ states, order }: Examination): Set<string> {
  const found = new Set<string>()
  for (const id of order) {
    const state = states.get(id)
    const up = state && rowSource(state)
    if (state && (choicesOf(state).length > 0 || (up && found.has(up.node)))) found.add(id)
  }
  return found
}

/** What decides which rows arrive: what is read, which part of each split, and the choices by value. */
interface RowOrigin {
  reader: string
  parts: Map<string, string>
  choices: Map<string, RowChoice[]>
}

/** May rows that arrive here be the same as those that arrive there? Equal settings do equal things to rows. */
export function mayShareRows(examination: Examination, here: Source, there: Source): boolean {
  const [a, b] = [originOf(examination, here), originOf(examination, there)]
  if (a.reader !== b.reader) return false
  for (const [split, part] of a.parts) if ((b.parts.get(split) ?? part) !== part) return false
  return !areSeparatedByChoice(a, b)
}

/** Each side has a choice of its own by the same column: before and after a day, one line and the other. */
function areSeparatedByChoice(a: RowOrigin, b: RowOrigin): boolean {
  const own = (from: RowOrigin, other: RowOrigin): string[] =>
    [...from.choices]
      .flatMap(([key, list]) => (other.choices.has(key) ? [] : list))
      .map(({ column }) => column)
  const columns = new Set(own(a, b))
  return own(b, a).some((column) => columns.has(column))
}

function originOf(examination: Examination, from: Source): RowOrigin {
  const origin: RowOrigin = { reader: '', parts: new Map(), choices: new Map() }
  for (const { id, port, state, up } of rowSteps(examination, from)) {
    if (state.block?.spec.splits) origin.parts.set(sameness(state), port)
    const choices = choicesOf(state)
    if (choices.length > 0) origin.choices.set(sameness(state), choices)
    if (!up) origin.reader = state.block?.spec.role === 'read' ? readerKey(state) : canonicalJson([id, port])
  }
  return origin
}

/** Two readers of one file read the same rows, whatever columns they take. */
function readerKey(state: NodeState): string {
  const field = state.block?.spec.fileField
  const file = field === undefined ? undefined : (state.config?.value as Record<string, unknown>)[field]
  return file === undefined ? sameness(state) : canonicalJson(file)
}

function sameness({ node, config }: NodeState): string {
  return canonicalJson([node.block, node.version, config?.value ?? null])
}
