/** Where the rows of a table come from: the way back, block by block, to the reader. */
import type { RowChoice } from './block-spec.ts'
import type { Examination, NodeState, Source } from './examination.ts'
import { findColumn } from './ports.ts'
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
function* rowSteps({ states }: Examination, from: Source | undefined): Generator<RowStep> {
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
export function choicesOf({ block, config }: NodeState, before?: TableSchema): RowChoice[] {
  return (config && block?.rowsChosenBy?.(config.value, before)) ?? []
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

/** What a column was called in front of a block; undefined when the block made it. */
export function nameBefore(
  { block, config }: NodeState,
  before: TableSchema | undefined,
  name: string | undefined,
): string | undefined {
  if (name === undefined || !before) return undefined
  const old = (config && block?.nameBefore?.(config.value, name)) ?? name
  return findColumn(before, old) ? old : undefined
}

/** A step on the way back of the rows and one column of theirs. */
export interface ColumnStep extends RowStep {
  /** Of the column behind the block; undefined when a later block has made it. */
  name: string | undefined
  /** In front of the block. */
  old: string | undefined
  /** The table in front of the block. */
  before: TableSchema | undefined
}

/**
 * What the way back from an output says, put together from the reader on: `add` gets a step and what the way before
 * it says. Each step is taken once however many ask, so that long chains with many forecasts and scores stay linear.
 */
export function alongRows<T>(
  examination: Examination,
  { none, add }: { none: T; add(step: ColumnStep, earlier: T): T },
): (from: Source, name?: string) => T {
  const known = new Map<string, { said: T }>()
  return (from, name) => {
    const open: { key: string; step: ColumnStep }[] = []
    let said = none
    for (const step of columnSteps(examination, from, name)) {
      const key = JSON.stringify([step.id, step.port, step.name ?? null])
      const found = known.get(key)
      if (found) said = found.said
      if (found) break
      open.push({ key, step })
    }
    for (const { key, step } of open.reverse()) {
      said = add(step, said)
      known.set(key, { said })
    }
    return said
  }
}

function* columnSteps(examination: Examination, from: Source, column?: string): Generator<ColumnStep> {
  let name = column
  for (const step of rowSteps(examination, from)) {
    const before = tableBehind(examination, step.up)
    const old = nameBefore(step.state, before, name)
    yield { ...step, name, old, before }
    name = old
  }
}
