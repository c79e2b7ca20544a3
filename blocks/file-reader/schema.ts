/** The table that comes out: what was detected in the file and what people said about its columns. Pure. */
import { durationUs } from '#blocks/durations.ts'
import { knownAfter } from '#pipeline/availability.ts'
import { checkNewNames, ownFinding, requireColumn } from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import type { ColumnRule } from './column-rules.ts'

export interface ChosenColumn {
  /** Name in the file. */
  source: string
  column: Column
}

interface Rules {
  columns: ColumnRule[]
  stamp: Column['stamp']
}

/** What inspect() found: the columns under their names in the file. A column with a stamp of its own states its availability too. */
export type Found = TableSchema

/** What was found, with the time grid that people state instead of the one that the rows tell. */
export function foundWith<T extends Found>(found: T, grid: string | undefined): T {
  if (!found.time || grid === undefined) return found
  return { ...found, time: { ...found.time, grid: { stepUs: durationUs(grid) } } }
}

/** The columns that leave the block, in the order of the file. */
export function chosenColumns(found: Found, rules: Rules): ChosenColumn[] {
  const bySource = new Map(rules.columns.map((rule) => [rule.source, rule]))
  return found.columns
    .filter((column) => !bySource.get(column.name)?.drop || column.name === found.time?.column)
    .map((column) => ({
      source: column.name,
      column: chosen(column, bySource.get(column.name), found, rules),
    }))
}

function chosen(found: Column, rule: ColumnRule | undefined, file: Found, rules: Rules): Column {
  const isTime = found.name === file.time?.column
  const stamp = rule?.stamp ?? found.stamp ?? rules.stamp
  const known = isTime ? null : found.stamp ? found.availabilityUs : ownDelay(stamp, file)
  const { unit, quantity, kind } = { ...found, ...definedOnly(rule) }
  return {
    name: rule?.name ?? found.name,
    type: isTime ? 'time' : (rule?.type ?? found.type),
    ...definedOnly({ unit, quantity, kind, stamp: file.time ? stamp : undefined }),
    nullable: !isTime && (rule?.nullable ?? found.nullable),
    ...knownAfter(rule?.availabilityUs !== undefined ? rule.availabilityUs : known),
  }
}

function definedOnly<T extends object>(values: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(values ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<T>
}

/** An interval stamped at its start is known when it ends: one step later. */
function ownDelay(stamp: Column['stamp'], file: Found): number {
  return stamp === 'interval-start' && file.time && file.time.grid !== 'irregular' ? file.time.grid.stepUs : 0
}

/** Schema of the output table. */
export function tableSchemaOf(found: Found, rules: Rules): TableSchema {
  const chosen = chosenColumns(found, rules)
  const columns = chosen.map((item) => item.column)
  if (!found.time) return { columns }
  const name = chosen.find((item) => item.source === found.time?.column)?.column.name ?? found.time.column
  return { columns, time: { ...found.time, column: name } }
}

/** Column settings that fit nothing in the file, names used twice, and a delay that only people can know. */
export function ruleFindings(found: Found, rules: Rules): Finding[] {
  const file: TableSchema = { columns: found.columns }
  const unknown = rules.columns.flatMap((rule, index) => {
    const check = requireColumn(file, rule.source, `columns.${index}.source`)
    return check.ok ? [] : check.findings
  })
  const names = chosenColumns(found, rules).map((item) => item.column.name)
  return [...unknown, ...checkNewNames({ columns: [] }, names, 'columns'), ...delayFindings(found, rules)]
}

function delayFindings(found: Found, rules: Rules): Finding[] {
  if (found.time?.grid !== 'irregular') return []
  const stated = new Set(
    rules.columns.filter((rule) => rule.availabilityUs !== undefined).map((rule) => rule.source),
  )
  return chosenColumns(found, rules)
    .filter(
      ({ source, column }) =>
        column.stamp === 'interval-start' && source !== found.time?.column && !stated.has(source),
    )
    .map(({ column }) => ownFinding('read-csv.delay-unknown', delayTexts(column.name), { field: 'columns' }))
}

function delayTexts(name: string) {
  return {
    text: {
      de: `Wann die Werte von „${name}“ bekannt sind, ist offen: Intervallanfänge ohne festes Raster.`,
      en: `When the values of "${name}" are known is open: interval starts without a regular grid.`,
    },
    remedy: {
      de: 'In den Spalteneinstellungen availabilityUs angeben (µs nach dem Zeitstempel), oder das Raster mit grid.',
      en: 'State availabilityUs in the column settings (µs after the stamp), or the step with grid.',
    },
  }
}
