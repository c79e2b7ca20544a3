/**
 * Honest learning over several blocks: rows chosen before a forecast by what is not known yet when it is issued,
 * and scores of rows that the model has learnt from. Both follow from the wires, the parts that blocks say their
 * columns play, and availability.
 */
import { issueOffsetUs } from './availability.ts'
import type { Forecast, RowChoice } from './block-spec.ts'
import { report } from './examination.ts'
import type { Examination, NodeState, Source } from './examination.ts'
import { findColumn, gridStepUs } from './ports.ts'
import type { Column, TableSchema } from './ports.ts'
import {
  choicesOf,
  mayShareRows,
  nodesWithChosenRows,
  rowSteps,
  tableBehind,
  tableSource,
} from './row-lineage.ts'

/** Codes that need all blocks on the way to be right before they can be told. */
export const lineageCodes: ReadonlySet<string> = new Set(['leak-by-rows', 'score-in-sample'])

export function checkHonestLearning(examination: Examination): void {
  const chosen = nodesWithChosenRows(examination)
  const late = new Map<string, LateChoice>()
  for (const id of examination.order) {
    const state = examination.states.get(id)
    if (!state?.isJudged) continue
    const from = tableSource(state)
    const forecast = from && chosen.has(from.node) ? forecastOf(examination, state) : undefined
    if (from && forecast) collectLate(examination, late, { by: id, from, forecast })
    if (state.block?.spec.role === 'score') checkScore(examination, id, state)
  }
  for (const { node, params } of late.values()) report(examination, node, { code: 'leak-by-rows', params })
}

interface LateChoice {
  node: string
  params: { column: string; forecasts: string[]; target: string }
}

/** What a node forecasts: as its model says, or as it says itself. */
function forecastOf({ states }: Examination, state: NodeState): Forecast | undefined {
  const own = state.config && state.block?.forecast?.(state.config.value)
  if (own) return own
  const wired = [...state.inputs.values()].flatMap(
    ([source]) => states.get(source.node)?.outputs?.[source.port] ?? [],
  )
  const model = [...Object.values(state.outputs ?? {}), ...wired].find((schema) => schema.type === 'model')
  return model && { target: model.target.name, horizonUs: model.horizonUs }
}

/** One finding for each column of a choosing block, whichever forecasts are behind it. */
function collectLate(
  examination: Examination,
  late: Map<string, LateChoice>,
  { by, from, forecast }: { by: string; from: Source; forecast: Forecast },
): void {
  for (const { node, column } of lateChoices(examination, from, forecast)) {
    const key = JSON.stringify([node, column])
    const known = late.get(key)
    if (known) known.params.forecasts.push(by)
    else late.set(key, { node, params: { column, forecasts: [by], target: forecast.target } })
  }
}

/** Choices on the way to a forecast by the target itself, or by what is not known when it is issued. */
function lateChoices(
  examination: Examination,
  from: Source,
  { target, horizonUs }: Forecast,
): { node: string; column: string }[] {
  const table = tableBehind(examination, from)
  const wanted = table && findColumn(table, target)
  if (!table || !wanted) return []
  const offsetUs = issueOffsetUs(wanted, gridStepUs(table), horizonUs)
  const late: { node: string; column: string }[] = []
  let name: string | undefined = target
  for (const { id, state, up } of rowSteps(examination, from)) {
    const before = tableBehind(examination, up)
    if (!before) break
    name = nameBefore(state, before, name)
    const twin = name === undefined ? undefined : findColumn(before, name)
    const when = { target: name, offsetUs: offsetUs - restampedUs(wanted, twin) }
    for (const choice of choicesOf(state))
      if (isLate(before, choice, when, examination)) late.push({ node: id, column: choice.column })
  }
  return late
}

/** What a column was called in front of a block; undefined when the block made it. */
function nameBefore({ block, config }: NodeState, before: TableSchema, name?: string): string | undefined {
  if (name === undefined) return undefined
  const old = (config && block?.nameBefore?.(config.value, name)) ?? name
  return findColumn(before, old) ? old : undefined
}

/** By how much the blocks in between moved the stamps of all rows: as much as that of the target. */
function restampedUs(target: Column, twin: Column | undefined): number {
  return (target.availabilityUs ?? 0) - (twin?.availabilityUs ?? target.availabilityUs ?? 0)
}

/** Learning and scoring leave rows without a value out anyway; a plant that runs cannot. */
function isLate(
  table: TableSchema,
  { column, by }: RowChoice,
  when: { target?: string; offsetUs: number },
  { document }: Examination,
): boolean {
  if (by === 'presence' && document.mode === 'batch') return false
  const us = findColumn(table, column)?.availabilityUs ?? null
  return column === when.target || (us !== null && us > when.offsetUs)
}

/** 'score-in-sample' for every model whose predictions are judged on rows that it may have learnt from. */
function checkScore(examination: Examination, id: string, state: NodeState): void {
  const from = tableSource(state)
  const judged = state.config && state.block?.judged?.(state.config.value)
  if (!from) return
  const columns = judged ?? tableBehind(examination, from)?.columns.map(({ name }) => name) ?? []
  const makers = new Set(columns.flatMap((column) => makersOf(examination, from, column)))
  for (const apply of makers) {
    const fit = learntBy(examination, apply)
    const learnt = fit?.state && tableSource(fit.state)
    if (!fit || !learnt || !mayShareRows(examination, learnt, from)) continue
    report(examination, id, {
      code: 'score-in-sample',
      port: state.block?.spec.inputs[0].name,
      params: { apply, fit: fit.id },
    })
  }
}

/** The nodes that apply a model and whose new column this one is, or may have been made of. */
function makersOf(examination: Examination, from: Source, column: string): string[] {
  const makers: string[] = []
  let name: string | undefined = column
  for (const { id, state, up } of rowSteps(examination, from)) {
    const before = tableBehind(examination, up)
    const old: string | undefined = before && nameBefore(state, before, name)
    if (state.block?.spec.role === 'apply' && old === undefined) makers.push(id)
    // Made by an apply block: of a model, not of the column of another one.
    if (name !== undefined && makers.length > 0) break
    name = old
  }
  return makers
}

/** The node in which the model that a node applies was learnt. */
function learntBy({ states }: Examination, apply: string): { id: string; state: NodeState } | undefined {
  for (let id: string | undefined = apply; id !== undefined;) {
    const state = states.get(id)
    const ports: string[] =
      state?.block?.spec.inputs.filter(({ type }) => type === 'model').map(({ name }) => name) ?? []
    const source: Source | undefined = ports.flatMap((port) => state?.inputs.get(port)?.[0] ?? [])[0]
    if (state && !source) return id === apply ? undefined : { id, state }
    id = source?.node
  }
  return undefined
}
