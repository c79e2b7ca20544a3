/** Writes the columns of a table as tags of the historian: spec half. */
import { z } from 'zod'
import { tableIn } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { findingsOf, refuse, requireTime, requireType, tableAt } from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

const tagName = z.string().min(1).max(200)

export const writeHistorianConfig = z.strictObject({
  columns: z
    .array(z.strictObject({ column: z.string().min(1), tag: tagName.optional() }))
    .max(20_000)
    .default([])
    .describe('Columns and their tags; empty: every column under its own name'),
  prefix: z.string().max(100).default('').describe('Put in front of tags that are not stated'),
})
export type WriteHistorianConfig = z.infer<typeof writeHistorianConfig>

/** What the historian can hold. */
const storable = ['number', 'integer', 'boolean', 'text'] as const

export const writeHistorian = defineBlock<WriteHistorianConfig>({
  spec: {
    id: 'write-historian',
    version: 1,
    title: { de: 'In den Historian schreiben', en: 'Write to the historian' },
    synonyms: {
      de: ['speichern', 'Datenbank', 'Messwerte', 'Prognose ablegen', 'Tag'],
      en: ['store', 'save', 'database', 'samples', 'keep forecast', 'tag'],
    },
    docs,
    category: 'output',
    icon: 'database-import',
    inputs: tableIn,
    outputs: [{ name: 'written', title: { de: 'Geschrieben', en: 'Written' }, type: 'metrics' }],
    role: 'write',
    effect: 'ecoki',
    isolation: 'thread',
    exactness: { kind: 'bits' },
    modes: ['batch', 'streaming'],
    timeouts: { startToCloseMs: 3_600_000, heartbeatMs: 10_000 },
    retry: 'resource',
    quality: 'carry',
  },
  config: writeHistorianConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const types = config.columns.map(({ column }, index) =>
      requireType(table, column, { types: storable, field: `columns.${index}.column` }),
    )
    const findings = [...findingsOf(requireTime(table, 'table'), ...types), ...tagsTwice(table, config)]
    if (findings.length > 0) return refuse(findings)
    return { outputs: { written: { type: 'metrics', names: ['written', 'duplicates', 'revisions'] } } }
  },
  example: {
    config: { columns: [{ column: 'level', tag: 'boiler.level' }], prefix: '' },
    note: {
      de: 'Legt eine Spalte unter einem eigenen Tag ab.',
      en: 'Stores one column under a tag of its own.',
    },
  },
})

export interface TagColumn {
  column: Column
  tag: string
}

/** Columns to write with their tags; columns that do not exist are left out. */
export function tagColumns(table: TableSchema, config: WriteHistorianConfig): TagColumn[] {
  const known = (column: Column) => (storable as readonly string[]).includes(column.type)
  if (config.columns.length === 0) {
    return table.columns.filter(known).map((column) => ({ column, tag: config.prefix + column.name }))
  }
  return config.columns.flatMap(({ column: name, tag }) => {
    const column = table.columns.find((item) => item.name === name)
    return column ? [{ column, tag: tag ?? config.prefix + name }] : []
  })
}

function tagsTwice(table: TableSchema, config: WriteHistorianConfig): Finding[] {
  const tags = tagColumns(table, config).map((item) => item.tag)
  const twice = [...new Set(tags.filter((tag, index) => tags.indexOf(tag) !== index))]
  return twice.map((tag) => ({ code: 'column-exists', field: 'columns', params: { column: tag } }))
}
