/** What the chart blocks have in common: a table in, the data of the chart and a page of it out. */
import { ownKernel, tableIn } from '#blocks/own-kernel.ts'
import type { BlockSpec } from '#pipeline/block-spec.ts'
import type { PortSchema } from '#pipeline/ports.ts'

export const chartBlock = {
  ...ownKernel,
  category: 'charts',
  inputs: tableIn,
  outputs: [
    { name: 'chart', title: { de: 'Diagramm', en: 'Chart' }, type: 'chart' },
    { name: 'report', title: { de: 'Bericht', en: 'Report' }, type: 'report' },
  ],
  role: 'show',
  modes: ['batch'],
  quality: 'ignore',
  // The page holds uPlot itself.
  native: ['uplot'],
} as const satisfies Partial<BlockSpec>

export const chartSchemas: Record<string, PortSchema> = {
  chart: { type: 'chart' },
  report: { type: 'report' },
}
