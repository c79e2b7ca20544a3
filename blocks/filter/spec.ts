/** Keeps rows that meet typed conditions. */
import { z } from 'zod'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import { collect, refuse, requireColumn, tableAt, tableOut } from '#pipeline/findings.ts'
import type { AllowedValues } from '#pipeline/allowed-values.ts'
import { findColumn } from '#pipeline/ports.ts'
import type { TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'
import type { Condition } from './condition.ts'
import { allowedBy } from './allowed.ts'
import { conditionSchema, rowChoice } from './condition.ts'
import { valueFindings } from './value-types.ts'

export const filterConfig = z.strictObject({
  conditions: z.array(conditionSchema).max(100).default([]).describe('Conditions'),
  match: z.enum(['all', 'any']).default('all').describe('All conditions, or any of them'),
  missing: z
    .enum(['drop', 'keep'])
    .default('drop')
    .describe('A condition on a missing value is not met, or met'),
})
export type FilterConfig = z.infer<typeof filterConfig>

/** What all rows that go on have in common, by one condition. */
function allowedOf(
  condition: Condition,
  { conditions, match, missing }: FilterConfig,
  table?: TableSchema,
): AllowedValues | undefined {
  const column = table && findColumn(table, condition.column)
  const isAlone = match === 'all' || conditions.length === 1
  if (!column || !isAlone || missing === 'keep' || valueFindings(condition, column, '').length > 0)
    return undefined
  return allowedBy(condition, column, table.time?.zone ?? 'UTC')
}

export const filter = defineBlock<FilterConfig>({
  spec: {
    ...ownKernel,
    id: 'filter',
    version: 1,
    title: { de: 'Zeilen filtern', en: 'Filter rows' },
    synonyms: {
      de: ['Bedingung', 'auswählen', 'ausschließen', 'wo', 'Stillstand entfernen'],
      en: ['condition', 'where', 'exclude', 'keep rows', 'remove downtime'],
    },
    docs,
    category: 'preparation',
    icon: 'filter',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'carry',
    usesZones: true,
  },
  config: filterConfig,
  outputs: (inputs, { conditions }) => {
    const table = tableAt(inputs, 'table')
    const fields = conditions.map((_, index) => `conditions.${index}`)
    const columns = collect(
      conditions.map(({ column }, index) => requireColumn(table, column, `${fields[index]}.column`)),
    )
    if (!columns.ok) return refuse(columns.findings)
    const findings = conditions.flatMap((one, index) =>
      valueFindings(one, columns.value[index], fields[index]),
    )
    return findings.length > 0 ? refuse(findings) : { outputs: { table: tableOut(table) } }
  },
  rowsChosenBy: (config, table) =>
    config.conditions.map((one) => ({ ...rowChoice(one), allows: allowedOf(one, config, table) })),
  example: {
    config: { conditions: [{ column: 'level', operator: '>', value: 20 }] },
    note: { de: 'Nur Zeilen über 20 °C.', en: 'Only rows above 20 °C.' },
  },
})
