/** What nobody uses, and pipelines with nothing in them. */
import type { BlockSpec } from './block-spec.ts'
import { report } from './examination.ts'
import type { Examination } from './examination.ts'

export function checkUnused(examination: Examination): void {
  if (examination.states.size === 0) report(examination, undefined, { code: 'nothing-to-run' })
  const used = new Set(examination.graph.edges.map((edge) => edge.from.node))
  for (const [id, { block }] of examination.states) {
    if (!block || used.has(id) || isResult(block.spec)) continue
    const ports = block.spec.outputs.map((output) => output.name)
    report(examination, id, { code: 'output-unused', port: ports[0], params: { ports } })
  }
}

/** Scores, charts and reports are what people look at; writers have their effect; both need no one behind them. */
function isResult(spec: BlockSpec): boolean {
  if (spec.role === 'show' || spec.role === 'write' || spec.role === 'score' || spec.effect !== 'none')
    return true
  return spec.outputs.every((output) => ['metrics', 'chart', 'report'].includes(output.type))
}
