/** Output ports of the chart blocks: the data of the chart, and a page of it. */
import type { BlockSpec } from '#pipeline/block-spec.ts'
import type { PortSchema } from '#pipeline/ports.ts'

export const chartOutputs: BlockSpec['outputs'] = [
  { name: 'chart', title: { de: 'Diagramm', en: 'Chart' }, type: 'chart' },
  { name: 'report', title: { de: 'Bericht', en: 'Report' }, type: 'report' },
]

export const chartSchemas: Record<string, PortSchema> = {
  chart: { type: 'chart' },
  report: { type: 'report' },
}
