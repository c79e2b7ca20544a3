/** Keeps a document as the next version of its pipeline and says what was stored. */
import { DatabaseTopology } from '#datasets/topology/database.ts'
import { documentHash } from '#datasets/topology/topology.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { recordChange } from '../audit/record.ts'
import type { App } from '../app.ts'

export interface Saved {
  revision: number
  /** SHA-256 of the canonical document. */
  hash: string
  nodes: number
  edges: number
}

/** Throws DomainError 'revision-conflict' unless `expectedRevision` (0: none yet) is the newest. */
export async function savePipeline(
  app: App,
  document: PipelineDocument,
  expectedRevision: number,
): Promise<Saved> {
  const hash = documentHash(document)
  const topology = new DatabaseTopology(app.prisma, app.projectId, (transaction, before) =>
    recordChange((sql, parameters) => transaction.$executeRawUnsafe(sql, ...parameters), app, {
      action: 'pipeline.save',
      object: { kind: 'pipeline', id: document.id },
      before,
      after: hash,
    }),
  )
  const revision = await topology.save(document, expectedRevision)
  return { revision, hash, nodes: document.nodes.length, edges: document.edges.length }
}
