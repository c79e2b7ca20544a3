/** May two tables hold the same rows? It follows from the reader, the splits and the choices on their ways back. */
import { bothAllow } from './allowed-values.ts'
import type { AllowedValues } from './allowed-values.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Examination, NodeState, Source } from './examination.ts'
import { findColumn } from './ports.ts'
import type { TableSchema } from './ports.ts'
import { alongRows, choicesOf } from './row-lineage.ts'
import type { ColumnStep } from './row-lineage.ts'

/** What decides which rows arrive: what is read, and the splits and choices by value after it, the nearest first. */
interface RowOrigin {
  reader: string
  decisions?: Decision
}

/** Blocks that decide nothing share the origin of the block before them. */
interface Decision {
  /** Equal where the same decisions were made about the rows of a reader, in the same order. */
  history: string
  split?: { key: string; part: string }
  choices: { column: string; allows: AllowedValues }[]
  earlier?: Decision
}

/** May rows that arrive here be the same as those that arrive there? Equal settings do equal things to equal rows. */
export type MayShareRows = (here: Source, there: Source) => boolean

export function rowSharing(examination: Examination): MayShareRows {
  const originOf = alongRows<RowOrigin>(examination, { none: { reader: '' }, add: originAdder() })
  return (here, there) => {
    const [a, b] = [originOf(here), originOf(there)]
    if (a.reader !== b.reader) return false
    if (a.decisions === b.decisions) return true
    return !areSplitApart(a, b) && !areChosenApart(a, b)
  }
}

function originAdder(): (step: ColumnStep, earlier: RowOrigin) => RowOrigin {
  const known = new Map<string, string>()
  const short = (key: string): string =>
    known.get(key) ?? (known.set(key, String(known.size)), known.get(key)!)
  return ({ id, port, state, up, before }, earlier) => {
    const { reader, decisions } = up ? earlier : { reader: readerOf(id, port, state) }
    const choices = choicesOf(state, before)
    const isSplit = state.block?.spec.splits ?? false
    if (!isSplit && choices.length === 0) return up ? earlier : { reader }
    const settings = sameness(state)
    const splitKey = splitsAllAlike(state) ? settings : canonicalJson([settings, decisions?.history ?? null])
    return {
      reader,
      decisions: {
        history: short(canonicalJson([settings, isSplit ? port : null, decisions?.history ?? null])),
        split: isSplit ? { key: splitKey, part: port } : undefined,
        choices: choices.flatMap(({ column, allows }) =>
          allows ? [{ column: columnKey(before, column), allows }] : [],
        ),
        earlier: decisions,
      },
    }
  }
}

function splitsAllAlike({ block, config }: NodeState): boolean {
  return (config && block?.splitsAllAlike?.(config.value)) ?? false
}

/** Values are comparable where the column is the same kind of thing. */
function columnKey(table: TableSchema | undefined, name: string): string {
  const { type, unit, quantity } = (table && findColumn(table, name)) ?? {}
  return canonicalJson([name, type ?? null, unit ?? null, quantity ?? null])
}

/** Different parts of one split, or of splits that do the same to the same rows. */
function areSplitApart(a: RowOrigin, b: RowOrigin): boolean {
  const parts = new Map<string, string>()
  for (const { split } of decisionsOf(a)) if (split) parts.set(split.key, split.part)
  for (const { split } of decisionsOf(b))
    if (split && (parts.get(split.key) ?? split.part) !== split.part) return true
  return false
}

/** No value of some column gets through the choices on both ways: before and after a day, one line and the other. */
function areChosenApart(a: RowOrigin, b: RowOrigin): boolean {
  const allowed = new Map<string, AllowedValues>()
  for (const { choices } of [...decisionsOf(a), ...decisionsOf(b)])
    for (const { column, allows } of choices) {
      const both = bothAllow(allowed.get(column) ?? {}, allows)
      if (both === 'nothing') return true
      allowed.set(column, both)
    }
  return false
}

function* decisionsOf({ decisions }: RowOrigin): Generator<Decision> {
  for (let at = decisions; at; at = at.earlier) yield at
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
