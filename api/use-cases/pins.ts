/** Outputs of earlier runs that a part of a pipeline is tried out on. */
import { z } from 'zod'
import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { nodesBefore, partUntil } from '#pipeline/part-of-document.ts'
import type { App } from '../app.ts'
import type { TakenSteps } from './start-run.ts'

const name = z.string().min(1).max(100)
export const pinSchema = z.strictObject({ node: name, port: name, run: z.uuid() })
export type Pin = z.infer<typeof pinSchema>

export interface Pinned {
  /** Is computed, whatever is pinned. */
  target: string
  pins: readonly Pin[]
}

/**
 * What need not be computed: pinned nodes, and those that only lead to pinned ones, as far as the pinned run has them.
 * Throws DomainError 'run-unknown' for a pin whose run is not there (any more) or has not computed the node.
 */
export async function takePinned(
  app: App,
  document: PipelineDocument,
  { target, pins }: Pinned,
): Promise<TakenSteps[]> {
  const runOf = new Map(pins.map(({ node, run }) => [node, run] as const))
  const pinned = document.nodes.filter(({ id }) => id !== target && runOf.has(id)).map(({ id }) => id)
  if (pinned.length === 0) return []
  const isCut = new Set(pinned)
  const edges = document.edges.filter(({ to }) => !isCut.has(to.node))
  const needed = new Set(partUntil({ ...document, edges }, target).nodes.map(({ id }) => id))
  const taken = new Map<string, string[]>()
  const settled = new Set<string>()
  for (const node of pinned.filter((id) => needed.has(id))) {
    const run = runOf.get(node)!
    const good = await stepsThatEndedWell(app, run)
    if (!good.has(node)) throw new DomainError('run-unknown', { run })
    const before = [...nodesBefore(document, node)].filter((id) => !needed.has(id) && good.has(id))
    const own = [node, ...before].filter((id) => !settled.has(id))
    for (const id of own) settled.add(id)
    taken.set(run, [...(taken.get(run) ?? []), ...own])
  }
  return [...taken].map(([run, nodes]) => ({ run, nodes }))
}

async function stepsThatEndedWell({ pool, projectId }: App, run: string): Promise<Set<string>> {
  const { rows } = await pool.query<{ node: string }>(
    `select node from step where run_id = $1 and project_id = $2 and status in ('done', 'reused')`,
    [run, projectId],
  )
  return new Set(rows.map((row) => row.node))
}
