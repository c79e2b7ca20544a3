/** Rows brought onto a regular grid, aggregated by what the columns mean. */
import { z } from 'zod'
import { duration, durationUs } from '#blocks/durations.ts'
import { ownKernel, tableIn, tableResult } from '#blocks/own-kernel.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  checkNewNames,
  collect,
  findingsOf,
  refuse,
  requireTime,
  requireType,
  tableAt,
  tableOut,
} from '#pipeline/findings.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { aggregations, resampledColumn, sumFindings, typesFor, wantedColumns } from './aggregation.ts'
import { bucketRule, resampledGrid } from './bucket-rule.ts'
import { docs } from './docs.ts'

export const resampleConfig = z.strictObject({
  step: duration.default('1 h').describe('Length of a bucket'),
  label: z
    .enum(['interval-start', 'interval-end'])
    .default('interval-start')
    .describe('Stamp of the new rows'),
  columns: z
    .array(
      z.strictObject({
        column: z.string().min(1).max(200),
        aggregation: z.enum(['default', ...aggregations]).default('default'),
      }),
    )
    .default([])
    .describe('Columns and how to aggregate them; empty: all by default'),
  hold: duration.optional().describe('A value holds at most this long; absent: one bucket'),
})
export type ResampleConfig = z.infer<typeof resampleConfig>

export const resample = defineBlock<ResampleConfig>({
  spec: {
    ...ownKernel,
    id: 'resample',
    version: 1,
    title: { de: 'Umrastern', en: 'Resample' },
    synonyms: {
      de: [
        'Stundenwerte',
        'Tageswerte',
        'verdichten',
        'aggregieren',
        'gleichmäßiges Raster',
        'Mittelwerte bilden',
      ],
      en: ['hourly values', 'daily values', 'aggregate', 'downsample', 'regular grid', 'time bucket'],
    },
    docs,
    category: 'preparation',
    icon: 'clock-hour-4',
    inputs: tableIn,
    outputs: tableResult,
    role: 'transform',
    modes: ['batch', 'streaming'],
    quality: 'worst-of-window',
    usesZones: true,
  },
  config: resampleConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const time = requireTime(table, 'table')
    const named = collect(
      config.columns.map(({ column, aggregation }, index) =>
        requireType(table, column, { types: typesFor(aggregation), field: `columns.${index}.column` }),
      ),
    )
    if (!time.ok || !named.ok) return refuse(findingsOf(time, named))
    const columns = newColumns(table, config)
    const findings = checkNewNames(
      { columns: [] },
      columns.map(({ name }) => name),
      'columns',
    )
    findings.push(...sumFindings(table, config))
    if (findings.length > 0) return refuse(findings)
    const grid = resampledGrid(time.value.zone, config)
    return { outputs: { table: tableOut({ columns, time: { ...time.value, grid } }) } }
  },
  lookBackUs: (config, inputs) => {
    const table = tableAt(inputs, 'table')
    const { longestUs } = bucketRule(table, config)
    const uses = wantedColumns(table, config).map(({ aggregation }) => aggregation)
    const before = uses.includes('difference') ? longestUs : 0
    const held = uses.includes('time-weighted-mean') ? holdUs(config) : 0
    return (config.label === 'interval-end' ? longestUs : 0) + Math.max(before, held)
  },
  lookAheadUs: (config, inputs) =>
    config.label === 'interval-start' ? bucketRule(tableAt(inputs, 'table'), config).longestUs : 0,
  example: {
    config: { step: '1 h', columns: [{ column: 'level', aggregation: 'max' }] },
    note: { de: 'Die Spitze jeder Stunde.', en: 'The peak of every hour.' },
  },
})

/** How long a value holds at most. */
export function holdUs({ hold, step }: ResampleConfig): number {
  return durationUs(hold ?? step)
}

function newColumns(table: TableSchema, config: ResampleConfig): Column[] {
  const time = table.columns.find(({ name }) => name === table.time!.column)!
  const rule = bucketRule(table, config)
  return [
    { ...time, nullable: false },
    ...wantedColumns(table, config).map((wanted) => resampledColumn(wanted, { rule, label: config.label })),
  ]
}
