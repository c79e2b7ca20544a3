/** Statistics over a window of time that ends at each row. */
import { z } from 'zod'
import { duration, durationName, durationOrZero, durationUs } from '#blocks/durations.ts'
import { chosenNumerics, numericNames } from '#blocks/kernels/chosen-columns.ts'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { windowed } from '#pipeline/availability.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  checkNewNames,
  checkSum,
  findingsOf,
  refuse,
  requireTime,
  tableAt,
  tableOut,
} from '#pipeline/findings.ts'
import type { Finding } from '#pipeline/issue.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { ownDifference } from '#pipeline/quantities.ts'
import { docs } from './docs.ts'

export const statistics = ['mean', 'min', 'max', 'std', 'sum', 'count', 'median'] as const
export type Statistic = (typeof statistics)[number]

export const rollingStatisticsConfig = z.strictObject({
  columns: z.array(z.string().min(1)).default([]).describe('Columns; empty: all number and integer columns'),
  statistics: z.array(z.enum(statistics)).min(1).default(['mean']).describe('What to calculate'),
  window: duration.default('1 h').describe('Length of the window'),
  offset: durationOrZero.default('0 min').describe('The window ends this long before the row'),
  minCount: z.number().int().min(1).max(1_000_000).default(1).describe('Values needed for a result'),
})
export type RollingStatisticsConfig = z.infer<typeof rollingStatisticsConfig>

export const rollingStatistics = defineBlock<RollingStatisticsConfig>({
  spec: {
    ...ownKernel,
    id: 'rolling-statistics',
    version: 1,
    title: { de: 'Gleitende Kennwerte', en: 'Rolling statistics' },
    synonyms: {
      de: ['gleitender Mittelwert', 'gleitendes Fenster', 'glätten', 'Streuung', 'Median'],
      en: ['moving average', 'sliding window', 'smoothing', 'rolling mean', 'moving median'],
    },
    docs,
    category: 'features',
    icon: 'wave-sine',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'worst-of-window',
  },
  config: rollingStatisticsConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const [time, chosen] = [requireTime(table, 'table'), chosenNumerics(table, config.columns)]
    if (!time.ok || !chosen.ok) return refuse(findingsOf(time, chosen))
    const added = chosen.value.flatMap((column) => statisticColumns(column, config))
    const findings = checkNewNames(
      table,
      added.map(({ name }) => name),
      'statistics',
    )
    findings.push(...sumFindings(chosen.value, config))
    if (findings.length > 0) return refuse(findings)
    return { outputs: { table: tableOut({ ...table, columns: [...table.columns, ...added] }) } }
  },
  lookBackUs: (config) => durationUs(config.window) + durationUs(config.offset),
  example: {
    config: { columns: ['level'], statistics: ['mean', 'max'], window: '1 h' },
    note: { de: 'Mittel und Spitze der letzten Stunde.', en: 'Mean and peak of the last hour.' },
  },
})

/** Names of the columns that windows are made of. */
export function namesOf(table: TableSchema, { columns }: RollingStatisticsConfig): string[] {
  return columns.length > 0 ? columns : numericNames(table)
}

function sumFindings(chosen: Column[], { columns, statistics: wanted }: RollingStatisticsConfig): Finding[] {
  if (!wanted.includes('sum')) return []
  return chosen.flatMap((column, index) =>
    checkSum(column, columns.length > 0 ? `columns.${index}` : 'statistics'),
  )
}

function statisticColumns(column: Column, config: RollingStatisticsConfig): Column[] {
  const offsetUs = durationUs(config.offset)
  const before = offsetUs > 0 ? `_before_${durationName(config.offset)}` : ''
  return config.statistics.map((statistic) => ({
    ...physicsOf(statistic, windowed(column, offsetUs)),
    name: `${column.name}_${statistic}_${durationName(config.window)}${before}`,
    type: 'number',
    kind: 'level',
    nullable: statistic !== 'count',
  }))
}

/** A spread is a difference of two values (°C gives K); a count has no unit. */
function physicsOf(statistic: Statistic, column: Column): Column {
  if (statistic === 'count') return { ...column, unit: '1', quantity: undefined }
  if (statistic !== 'std') return column
  return { ...column, ...ownDifference(column) }
}
