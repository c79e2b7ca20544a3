/** Chooses, orders and renames columns. */
import { z } from 'zod'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import type { Check } from '#pipeline/findings.ts'
import {
  checkNewNames,
  findingsOf,
  ownFinding,
  refuse,
  requireColumns,
  tableAt,
  tableOut,
} from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

const name = z.string().min(1).max(200)

export const selectConfig = z.strictObject({
  columns: z.array(name).default([]).describe('Columns to keep, in this order; empty: all'),
  drop: z.boolean().default(false).describe('Leave the named columns out instead'),
  rename: z
    .array(z.strictObject({ from: name, to: name }))
    .default([])
    .describe('New names'),
})
export type SelectConfig = z.infer<typeof selectConfig>

export const select = defineBlock<SelectConfig>({
  spec: {
    ...ownKernel,
    id: 'select',
    version: 1,
    title: { de: 'Spalten wählen', en: 'Select columns' },
    synonyms: {
      de: ['Spalten auswählen', 'umbenennen', 'Projektion', 'weglassen', 'Reihenfolge'],
      en: ['choose columns', 'rename', 'projection', 'drop columns', 'reorder'],
    },
    docs,
    category: 'preparation',
    icon: 'columns',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'carry',
  },
  config: selectConfig,
  outputs: (inputs, config) => {
    const selected = selectedSchema(tableAt(inputs, 'table'), config)
    return selected.ok ? { outputs: { table: tableOut(selected.value) } } : refuse(selected.findings)
  },
  nameBefore: ({ rename }, column) => rename.find(({ to }) => to === column)?.from ?? column,
  example: {
    config: { columns: ['level'], rename: [{ from: 'level', to: 'temperature' }] },
    note: { de: 'Eine Spalte behalten und umbenennen.', en: 'Keep one column and rename it.' },
  },
})

/** Names of the input's columns that stay, in order. The time column is among them. */
export function keptNames(table: TableSchema, { columns, drop }: SelectConfig): string[] {
  const all = table.columns.map((column) => column.name)
  const time = table.time?.column
  if (columns.length === 0) return all
  const named = new Set(columns)
  if (drop) return all.filter((column) => column === time || !named.has(column))
  return time === undefined || named.has(time) ? columns : [time, ...columns]
}

/** A column has one name: two new ones for it would leave one of them out silently. */
function twice(names: string[]): Finding[] {
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return []
    const text = {
      de: `Die Spalte ${JSON.stringify(name)} soll zwei neue Namen bekommen.`,
      en: `Column ${JSON.stringify(name)} is to get two new names.`,
    }
    const remedy = { de: 'Nur einen angeben.', en: 'Give one of them only.' }
    return [ownFinding('select.renamed-twice', { text, remedy }, { field: `rename.${index}.from` })]
  })
}

function selectedSchema(table: TableSchema, config: SelectConfig): Check<TableSchema> {
  const found = requireColumns(table, config.columns, 'columns')
  if (!found.ok) return found
  const kept = keptNames(table, config)
  const isKept = new Set(kept)
  const stay = { columns: table.columns.filter((column) => isKept.has(column.name)) }
  const renamed = new Map(config.rename.map(({ from, to }) => [from, to]))
  const newName = (old: string): string => renamed.get(old) ?? old
  const findings = [
    ...findingsOf(
      requireColumns(
        stay,
        config.rename.map(({ from }) => from),
        'rename',
      ),
    ),
    ...twice(config.rename.map(({ from }) => from)),
    ...checkNewNames({ columns: [] }, kept.map(newName), 'columns'),
  ]
  if (findings.length > 0) return { ok: false, findings }
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  const columns = kept.map((old) => ({ ...byName.get(old)!, name: newName(old) }))
  const time = table.time && { ...table.time, column: newName(table.time.column) }
  return { ok: true, value: time ? { columns, time } : { columns } }
}
