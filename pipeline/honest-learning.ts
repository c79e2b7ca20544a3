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
import { alongRows, choicesOf, nodesWithChosenRows, tableBehind, tableSource } from './row-lineage.ts'
import type { ColumnStep } from './row-lineage.ts'
import { rowSharing } from './row-origin.ts'
import type { MayShareRows } from './row-origin.ts'

/** Codes that need all blocks on the way to be right before they can be told. */
export const lineageCodes: ReadonlySet<string> = new Set(['leak-by-rows', 'score-in-sample'])

export function checkHonestLearning(examination: Examination): void {
  const chosen = nodesWithChosenRows(examination)
  const late = new Map<string, LateChoice>()
  const ways: Ways = {
    choices: alongRows<ChoiceOnWay | undefined>(examination, { none: undefined, add: choiceOnWay }),
    makers: alongRows<readonly string[]>(examination, { none: [], add: makersOf }),
    mayShareRows: rowSharing(examination),
  }
  for (const id of examination.order) {
    const state = examination.states.get(id)
    if (!state?.isJudged) continue
    const from = tableSource(state)
    const forecast = from && chosen.has(from.node) ? forecastOf(examination, state) : undefined
    if (from && forecast) collectLate(examination, late, { by: id, from, forecast, ways })
    if (from && state.block?.spec.role === 'score') checkScore(examination, ways, { id, state, from })
  }
  for (const { node, params } of late.values()) report(examination, node, { code: 'leak-by-rows', params })
}

/** What is found out once for all forecasts and scores. */
interface Ways {
  /** Choices of rows on the way to a column. */
  choices(from: Source, name: string): ChoiceOnWay | undefined
  /** The nodes that apply a model and whose new column this one is, or may have been made of. */
  makers(from: Source, name: string): readonly string[]
  mayShareRows: MayShareRows
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
  forecast: { by: string; from: Source; forecast: Forecast; ways: Ways },
): void {
  for (const { node, column } of lateChoices(examination, forecast)) {
    const key = JSON.stringify([node, column])
    const known = late.get(key)
    if (known) known.params.forecasts.push(forecast.by)
    else
      late.set(key, { node, params: { column, forecasts: [forecast.by], target: forecast.forecast.target } })
  }
}

/** A block that chooses rows, the nearest one first; blocks that choose none are left out. */
interface ChoiceOnWay {
  id: string
  choices: RowChoice[]
  before: TableSchema
  /** The target in front of the block. */
  name: string | undefined
  earlier: ChoiceOnWay | undefined
}

function choiceOnWay(
  { id, state, before, old }: ColumnStep,
  earlier: ChoiceOnWay | undefined,
): ChoiceOnWay | undefined {
  const choices = choicesOf(state)
  return choices.length > 0 && before ? { id, choices, before, name: old, earlier } : earlier
}

/** Choices on the way to a forecast by the target itself, or by what is not known when it is issued. */
function lateChoices(
  examination: Examination,
  { from, forecast: { target, horizonUs }, ways }: { from: Source; forecast: Forecast; ways: Ways },
): { node: string; column: string }[] {
  const table = tableBehind(examination, from)
  const wanted = table && findColumn(table, target)
  if (!table || !wanted) return []
  const offsetUs = issueOffsetUs(wanted, gridStepUs(table), horizonUs)
  const late: { node: string; column: string }[] = []
  for (let at = ways.choices(from, target); at; at = at.earlier) {
    const { id, choices, before, name } = at
    const twin = name === undefined ? undefined : findColumn(before, name)
    const when = { target: name, offsetUs: offsetUs - restampedUs(wanted, twin) }
    for (const choice of choices)
      if (isLate(before, choice, when, examination)) late.push({ node: id, column: choice.column })
  }
  return late
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
function checkScore(
  examination: Examination,
  ways: Ways,
  { id, state, from }: { id: string; state: NodeState; from: Source },
): void {
  const judged = state.config && state.block?.judged?.(state.config.value)
  const columns = judged ?? tableBehind(examination, from)?.columns.map(({ name }) => name) ?? []
  for (const apply of new Set(columns.flatMap((column) => ways.makers(from, column)))) {
    const fit = learntBy(examination, apply)
    const learnt = fit?.state && tableSource(fit.state)
    if (!fit || !learnt || !ways.mayShareRows(learnt, from)) continue
    report(examination, id, {
      code: 'score-in-sample',
      port: state.block?.spec.inputs[0].name,
      params: { apply, fit: fit.id },
    })
  }
}

function makersOf({ id, state, name, old }: ColumnStep, earlier: readonly string[]): readonly string[] {
  if (state.block?.spec.role !== 'apply' || old !== undefined) return earlier
  // Made by an apply block: of a model, not of the column of another one.
  return name !== undefined ? [id] : [id, ...earlier]
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
