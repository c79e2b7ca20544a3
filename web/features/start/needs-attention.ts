/** Which of the last runs somebody should look at. */
import type { Outputs } from '../../lib/trpc.ts'

type Run = Outputs['runs']['list']['items'][number]

export interface AttentionItem {
  run: string
  pipeline: string
  reason: 'failed' | 'stalled' | 'engine' | 'worker'
  /** The failing block with the first line of its error. */
  detail?: string
  at: string
}

/** Runs come newest first. A failure counts until a later run of the same pipeline ended well. */
export function needsAttention(runs: Run[]): AttentionItem[] {
  const settled = new Set<string>()
  const items: AttentionItem[] = []
  for (const run of runs) {
    const reason = reasonOf(run)
    const { pipeline, failed } = run
    if (reason === 'failed' && settled.has(pipeline.id)) continue
    if (reason === 'failed' || run.status === 'done') settled.add(pipeline.id)
    if (!reason) continue
    const detail = failed ? `${failed.node}: ${failed.text}` : undefined
    items.push({ run: run.run, pipeline: pipeline.name, reason, detail, at: run.finishedAt ?? run.createdAt })
  }
  return items
}

function reasonOf({ status, waitsFor }: Run): AttentionItem['reason'] | undefined {
  if (status === 'failed') return 'failed'
  if (waitsFor) return waitsFor
  return status === 'stalled' ? 'stalled' : undefined
}
