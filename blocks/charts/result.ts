/** What the chart blocks give. */
import type { BlockData, BlockResult } from '#blocks/block.ts'
import type { Chart } from './chart.ts'
import { asJson } from './chart.ts'
import { renderReport } from './report.ts'

/** The chart, and a page of it as a file of the store; `name`: base name of that file. */
export async function chartResult(chart: Chart, name: string, data: BlockData): Promise<BlockResult> {
  const content = new TextEncoder().encode(await renderReport(chart))
  const file = await data.writeFile({ name: `${name}.html`, mime: 'text/html', content })
  return { outputs: { chart: { type: 'chart', chart: asJson(chart) }, report: { type: 'report', file } } }
}
