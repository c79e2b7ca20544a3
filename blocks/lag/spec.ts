/** Earlier values beside each row, by steps of a regular grid. */
import { z } from 'zod'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { lagged } from '#pipeline/availability.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  checkColumnCount,
  checkNewNames,
  findingsOf,
  refuse,
  requireColumns,
  requireRegularGrid,
  tableAt,
  tableOut,
} from '#pipeline/findings.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { findColumn, gridStepUs, maxColumns } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

export const lagConfig = z.strictObject({
  columns: z.array(z.string().min(1)).default([]).describe('Columns; empty: all number and integer columns'),
  lags: z
    .array(z.number().int().min(1).max(1_000_000))
    .min(1)
    .max(1_000)
    .default([1])
    .describe('Steps of the grid back'),
})
export type LagConfig = z.infer<typeof lagConfig>

export const lag = defineBlock<LagConfig>({
  spec: {
    ...ownKernel,
    id: 'lag',
    version: 1,
    title: { de: 'Frühere Werte', en: 'Lag' },
    synonyms: {
      de: ['Lag', 'Verzögerung', 'Vortag', 'Vorwoche', 'verschieben', 'Totzeit'],
      en: ['lagged values', 'delay', 'shift', 'previous value', 'day before', 'dead time'],
    },
    docs,
    category: 'features',
    icon: 'arrow-back-up',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'carry',
  },
  config: lagConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const step = requireRegularGrid(table, 'table')
    const named = requireColumns(table, config.columns, 'columns')
    if (!step.ok || !named.ok) return refuse(findingsOf(step, named))
    const count = table.columns.length + chosenColumns(table, config.columns).length * config.lags.length
    if (count > maxColumns) return refuse(checkColumnCount(count, 'lags'))
    const added = laggedColumns(table, config).map(({ column, rows }) =>
      laggedColumn(column, rows, step.value),
    )
    const findings = checkNewNames(
      table,
      added.map((column) => column.name),
      'lags',
    )
    if (findings.length > 0) return refuse(findings)
    return { outputs: { table: tableOut({ ...table, columns: [...table.columns, ...added] }) } }
  },
  lookBackUs: (config, inputs) => Math.max(...config.lags) * (gridStepUs(tableAt(inputs, 'table')) ?? 0),
  example: {
    config: { columns: ['level'], lags: [1, 4] },
    note: { de: 'Die Werte einen und vier Schritte davor.', en: 'The values one and four steps before.' },
  },
})

/** What is made, in order: every lag of the first column, then of the next. Columns that do not exist are left out. */
export function laggedColumns(
  table: TableSchema,
  { columns, lags }: LagConfig,
): { column: Column; rows: number }[] {
  return chosenColumns(table, columns).flatMap((column) => lags.map((rows) => ({ column, rows })))
}

function chosenColumns(table: TableSchema, names: string[]): Column[] {
  if (names.length > 0) return names.flatMap((name) => findColumn(table, name) ?? [])
  return table.columns.filter(({ type }) => type === 'number' || type === 'integer')
}

function laggedColumn(column: Column, rows: number, stepUs: number): Column {
  return { ...lagged(column, rows, stepUs), name: `${column.name}_lag_${rows}`, nullable: true }
}
