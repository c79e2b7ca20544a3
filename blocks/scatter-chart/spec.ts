/** One column against another. */
import { z } from 'zod'
import { chartBlock, chartSchemas } from '#blocks/charts/chart-block.ts'
import { defineBlock } from '#pipeline/block-spec.ts'
import {
  findingsOf,
  ownFinding,
  refuse,
  requireNumeric,
  requireNumerics,
  tableAt,
} from '#pipeline/findings.ts'
import { docs } from './docs.ts'

const column = z.string().min(1).max(200)

export const scatterChartConfig = z.strictObject({
  x: column.describe('Column on the horizontal axis'),
  y: z
    .array(column)
    .min(1)
    .max(4)
    .refine((names) => new Set(names).size === names.length, 'a column is listed twice')
    .describe('Columns on the vertical axis, all in one unit'),
  diagonal: z.boolean().default(false).describe('Draw the line on which both are equal'),
  title: z.string().max(200).optional().describe('Heading; absent: the names of the columns'),
})
export type ScatterChartConfig = z.infer<typeof scatterChartConfig>

export const scatterChart = defineBlock<ScatterChartConfig>({
  spec: {
    ...chartBlock,
    id: 'scatter-chart',
    version: 1,
    title: { de: 'Streudiagramm', en: 'Scatter chart' },
    synonyms: {
      de: ['Punktwolke', 'Korrelation', 'Zusammenhang', 'XY-Diagramm', 'Kennlinie', 'Grafik'],
      en: ['scatter plot', 'correlation', 'relation', 'xy plot', 'signature', 'graph'],
    },
    docs,
    icon: 'chart-dots',
  },
  config: scatterChartConfig,
  outputs: (inputs, config) => {
    const table = tableAt(inputs, 'table')
    const x = requireNumeric(table, config.x, 'x')
    const y = requireNumerics(table, config.y, 'y')
    if (!x.ok || !y.ok) return refuse(findingsOf(x, y))
    const units = new Set(y.value.map(({ unit, quantity }) => `${unit} ${quantity}`))
    return units.size > 1 ? refuse(twoUnits) : { outputs: chartSchemas }
  },
  example: {
    config: { x: 'level', y: ['amount'] },
    note: { de: 'Eine Größe über einer anderen.', en: 'One signal against another.' },
  },
})

const twoUnits = ownFinding(
  'scatter-chart.units',
  {
    text: {
      de: 'Die Spalten der senkrechten Achse haben verschiedene Einheiten.',
      en: 'The columns of the vertical axis have different units.',
    },
    remedy: { de: 'Nehmen Sie je Einheit ein Diagramm.', en: 'Use one chart for each unit.' },
  },
  { field: 'y' },
)
