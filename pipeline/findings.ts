/**
 * What blocks say about their inputs, written once: each helper returns findings with the codes of issue-codes.ts.
 * A check that yields something to go on with returns a Check: `if (!x.ok) return refuse(x.findings)`.
 */
import { availabilityTerms, isKnownAt, issueOffsetUs } from './availability.ts'
import type { InputSchemas, Localized, Propagation } from './block-spec.ts'
import type { Finding } from './issue.ts'
import { nearNames } from './near-names.ts'
import type { Column, ColumnType, PortSchema, PortType, TableSchema } from './ports.ts'
import { findColumn, gridStepUs, maxColumns } from './ports.ts'
import { add, conversion } from './quantities.ts'
import type { Physical } from './quantities.ts'
import type { LinearConversion } from './units.ts'

export type Check<T> = { ok: true; value: T } | { ok: false; findings: Finding[] }

/** What outputs() returns when it cannot go on. */
export function refuse(...findings: (Finding | Finding[])[]): Propagation {
  return { findings: findings.flat() }
}

/** The schema at a connected input port, of a given type. Throws otherwise: validate() has checked types before. */
export function schemaAt<T extends PortType>(
  inputs: InputSchemas,
  port: string,
  type: T,
): Extract<PortSchema, { type: T }> {
  const schema = inputs[port]
  if (schema?.type !== type) throw new Error(`input ${port} has no ${type} schema`)
  return schema as Extract<PortSchema, { type: T }>
}

/** The table at a connected input port. */
export function tableAt(inputs: InputSchemas, port: string): TableSchema {
  return schemaAt(inputs, port, 'table').table
}

/** Short form of an output. */
export function tableOut(table: TableSchema): PortSchema {
  return { type: 'table', table }
}

/** The column, or 'column-missing' with near names. `field`: dotted path of the setting that names it. */
export function requireColumn(table: TableSchema, name: string, field?: string): Check<Column> {
  const column = findColumn(table, name)
  if (column) return { ok: true, value: column }
  const near = nearNames(
    name,
    table.columns.map((item) => item.name),
  )
  return failed({ code: 'column-missing', field, params: { column: name, near } })
}

/** All the columns in the order asked for, or everything that is wrong with them. Fields are `field.0`, `field.1`, ... */
export function requireColumns(
  table: TableSchema,
  names: readonly string[],
  field?: string,
): Check<Column[]> {
  return collect(names.map((name, index) => requireColumn(table, name, at(field, index))))
}

/** A column of one of these types. */
export function requireType(
  table: TableSchema,
  name: string,
  options: { types: readonly ColumnType[]; field?: string },
): Check<Column> {
  const found = requireColumn(table, name, options.field)
  if (!found.ok || options.types.includes(found.value.type)) return found
  const params = { column: name, expected: [...options.types], found: found.value.type }
  return failed({ code: 'column-type', field: options.field, params })
}

/** A column to calculate with: number or integer. */
export function requireNumeric(table: TableSchema, name: string, field?: string): Check<Column> {
  return requireType(table, name, { types: ['number', 'integer'], field })
}

/** Several columns to calculate with, in the order asked for. */
export function requireNumerics(
  table: TableSchema,
  names: readonly string[],
  field?: string,
): Check<Column[]> {
  return collect(names.map((name, index) => requireNumeric(table, name, at(field, index))))
}

/** The time column of a table that has one, or 'time-missing'. */
export function requireTime(table: TableSchema, port?: string): Check<NonNullable<TableSchema['time']>> {
  return table.time ? { ok: true, value: table.time } : failed({ code: 'time-missing', port })
}

/** The step in µs of a regular grid, or 'time-missing' or 'grid-uneven'. */
export function requireRegularGrid(table: TableSchema, port?: string): Check<number> {
  const time = requireTime(table, port)
  if (!time.ok) return time
  const stepUs = gridStepUs(table)
  return stepUs === undefined
    ? failed({ code: 'grid-uneven', port, params: { column: time.value.column } })
    : { ok: true, value: stepUs }
}

/** 'column-exists' for every new name that the table has already or that is asked for twice. */
export function checkNewNames(table: TableSchema, names: readonly string[], field?: string): Finding[] {
  const taken = new Set(table.columns.map((column) => column.name))
  const findings: Finding[] = []
  for (const name of names) {
    if (taken.has(name)) findings.push({ code: 'column-exists', field, params: { column: name } })
    taken.add(name)
  }
  return findings
}

/** 'too-big' for more columns than a table may have: asked before they are made where a block multiplies columns. */
export function checkColumnCount(count: number, field?: string): Finding[] {
  if (count <= maxColumns) return []
  return [{ code: 'too-big', field, params: { what: 'columns', count, limit: maxColumns } }]
}

export interface LeakCheck {
  /** Names of the columns a predictor uses. */
  features: readonly string[]
  target: string
  /** How far ahead of the target's instant (or interval's end) the forecast is issued, µs. */
  horizonUs: number
  /** Setting that names the features; findings carry `field.<index>`. */
  field?: string
}

/**
 * The leak guard: one 'leak' for every feature that is not known yet when the forecast is issued, and
 * 'target-as-feature' where the target is to predict itself. Columns that do not exist are left to requireColumns.
 */
export function checkLeaks(table: TableSchema, check: LeakCheck): Finding[] {
  const target = findColumn(table, check.target)
  if (!target) return []
  const offsetUs = issueOffsetUs(target, gridStepUs(table), check.horizonUs)
  return check.features.flatMap((name, index) => {
    const field = at(check.field, index)
    if (name === check.target) return [{ code: 'target-as-feature', field, params: { column: name } }]
    const column = findColumn(table, name)
    return column ? leakOf(column, { offsetUs, horizonUs: check.horizonUs, field }) : []
  })
}

function leakOf(column: Column, when: { offsetUs: number; horizonUs: number; field?: string }): Finding[] {
  if (isKnownAt(column, when.offsetUs)) return []
  const params = {
    column: column.name,
    terms: availabilityTerms(column),
    availabilityUs: column.availabilityUs,
    issueOffsetUs: when.offsetUs,
    horizonUs: when.horizonUs,
  }
  return [{ code: 'leak', field: when.field, params }]
}

/** 'random-split-on-time' when rows that are ordered in time would be mixed. */
export function checkRandomSplit(table: TableSchema): Finding[] {
  return table.time ? [{ code: 'random-split-on-time', params: { column: table.time.column } }] : []
}

/** A problem only this block knows: its own code (`<block>.<problem>`) brings its texts along. */
export function ownFinding(
  code: `${string}.${string}`,
  texts: { text: Localized; remedy: Localized },
  place: { severity?: Finding['severity']; field?: string; port?: string } = {},
): Finding {
  return { code, severity: 'error', ...place, params: { text: texts.text, remedy: texts.remedy } }
}

/** Values of all checks, or all their findings. */
export function collect<T>(checks: readonly Check<T>[]): Check<T[]> {
  const findings = checks.flatMap((check) => (check.ok ? [] : check.findings))
  if (findings.length > 0) return { ok: false, findings }
  return { ok: true, value: checks.flatMap((check) => (check.ok ? [check.value] : [])) }
}

/** Findings of checks whose values are not needed. */
export function findingsOf(...checks: readonly Check<unknown>[]): Finding[] {
  return checks.flatMap((check) => (check.ok ? [] : check.findings))
}

function failed(finding: Finding): { ok: false; findings: Finding[] } {
  return { ok: false, findings: [finding] }
}

function at(field: string | undefined, index: number): string | undefined {
  return field === undefined ? undefined : `${field}.${index}`
}

/** A column that converts to the wanted unit and quantity, with the conversion; or 'unit' or 'quantity'. */
export function requireConversion(column: Column, wanted: Physical, field?: string): Check<LinearConversion> {
  const found = conversion(column, wanted)
  if (found.ok) return found
  return failed({ code: found.code, field, params: { column: column.name, ...found.params } })
}

/** 'quantity' where values of the column have no sum (°C, gauge pressure); what has no known unit may be summed. */
export function checkSum(column: Column, field?: string): Finding[] {
  const sum = add(column, column)
  if (sum.ok || sum.code !== 'quantity') return []
  return [{ code: sum.code, field, params: { column: column.name, ...sum.params } }]
}
