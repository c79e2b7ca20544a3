/** Which output of which run is meant. */
import type { Outputs } from '../../lib/trpc.ts'

export interface OutputPlace {
  projectId: string
  run: string
  node: string
  port: string
}

/** An output as `runs.outputs` has it: a small value, or what is known of big data. */
export type Output = Outputs['runs']['outputs'][string][string]

export type Format = 'csv' | 'parquet' | 'json'

/** Where the data themselves can be had. */
export function downloadUrl({ projectId, run, node, port }: OutputPlace, format: Format): string {
  const parts = ['api', 'projects', projectId, 'runs', run, 'outputs', node, port]
  return `/${parts.map(encodeURIComponent).join('/')}?format=${format}`
}
