/** Columns over time. */
import { z } from 'zod'
import { drawable } from '#blocks/charts/chart.ts'
import { chartBlock, chartSchemas } from '#blocks/charts/chart-block.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import type { Check } from '#pipeline/findings.ts'
import { findingsOf, ownFinding, refuse, requireNumerics, requireTime, tableAt } from '#pipeline/findings.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { docs } from './docs.ts'

export const maxSeries = 8

export const lineChartConfig = z.strictObject({
  columns: z
    .array(z.string().min(1).max(200))
    .max(maxSeries)
    .refine((names) => new Set(names).size === names.length, 'a column is listed twice')
    .default([])
    .describe(`Columns to draw, up to ${maxSeries}; empty: the first ones with numbers in up to two units`),
  title: z.string().max(200).optional().describe('Heading; absent: the names of the columns'),
})
export type LineChartConfig = z.infer<typeof lineChartConfig>

export const lineChart = defineBlock<LineChartConfig>({
  spec: {
    ...chartBlock,
    id: 'line-chart',
    version: 1,
    title: { de: 'Liniendiagramm', en: 'Line chart' },
    synonyms: {
      de: ['Zeitreihe', 'Verlauf', 'Trend', 'Kurve', 'Ganglinie', 'Grafik'],
      en: ['time series', 'trend', 'plot', 'curve', 'history', 'graph'],
    },
    docs,
    icon: 'chart-line',
  },
  config: lineChartConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const time = requireTime(table, 'table')
    const columns = drawnColumns(table, config)
    if (!time.ok || !columns.ok) return refuse(findingsOf(time, columns))
    return unitsOf(columns.value).length > 2 ? refuse(tooManyUnits) : { outputs: chartSchemas }
  },
  example: {
    config: { columns: ['level', 'amount'], title: 'Messwerte' },
    note: { de: 'Zwei Messwerte mit je eigener Achse.', en: 'Two signals, each on its own axis.' },
  },
})

/** The columns asked for, or the first ones that fit on two axes. */
export function drawnColumns(table: TableSchema, { columns }: LineChartConfig): Check<Column[]> {
  if (columns.length > 0) return requireNumerics(table, columns, 'columns')
  const numeric = table.columns.filter(({ type }) => (drawable as readonly string[]).includes(type))
  const units = unitsOf(numeric).slice(0, 2)
  return { ok: true, value: numeric.filter((column) => units.includes(unitOf(column))).slice(0, maxSeries) }
}

/** Unit and quantity as one text: what shares an axis. */
export function unitOf({ unit, quantity }: Column): string {
  return `${unit ?? ''} ${quantity ?? ''}`
}

/** In order of first use: left axis, right axis. */
export function unitsOf(columns: readonly Column[]): string[] {
  return [...new Set(columns.map(unitOf))]
}

const tooManyUnits = ownFinding(
  'line-chart.units',
  {
    text: {
      de: 'Die Spalten haben mehr als zwei verschiedene Einheiten; es gibt eine Achse links und eine rechts.',
      en: 'The columns have more than two different units; there is one axis on the left and one on the right.',
    },
    remedy: {
      de: 'Verteilen Sie die Spalten auf mehrere Diagramme.',
      en: 'Share the columns out over several charts.',
    },
  },
  { field: 'columns' },
)
