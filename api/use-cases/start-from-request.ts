/** A run as people and programs ask for it: of a saved version or a document, whole or a part, once per key. */
import { documentHash } from '#datasets/topology/topology.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { partUntil } from '#pipeline/part-of-document.ts'
import type { Segmentation } from '#pipeline/plan.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from '../app.ts'
import { keepAnswer, once } from './once.ts'
import type { KeyedRequest } from './once.ts'
import { getPipeline } from './pipeline-versions.ts'
import { takePinned } from './pins.ts'
import type { Pin } from './pins.ts'
import type { RunPart } from './run-views.ts'
import { startRun } from './start-run.ts'
import type { Started } from './start-run.ts'

export interface RunRequest {
  /** A saved version, default the newest. */
  pipeline?: { id: string; revision?: number }
  document?: PipelineDocument
  parameters?: Record<string, unknown>
  fresh?: boolean
  seed?: number
  segmentation?: Segmentation
  part?: RunPart
  /** What a part begins with. */
  pins?: Pin[]
  /** Repetitions with the same key are answered alike and start nothing. */
  idempotencyKey?: string
}

/**
 * Without runId nothing was started and issues say why. Throws DomainError 'pipeline-missing', 'pipeline-archived',
 * 'node-unknown', 'key-used-otherwise', or 'engine-away' where data have to be looked at first.
 */
export function startFromRequest(app: App, request: RunRequest, language: Language): Promise<Started> {
  const { idempotencyKey, ...rest } = request
  const keyed: KeyedRequest | undefined =
    idempotencyKey === undefined ? undefined : { procedure: 'runs.start', key: idempotencyKey, request: rest }
  return once(app, keyed, async () => {
    const { document, revision } = await findDocument(app, request)
    const { parameters, fresh, seed, segmentation, part } = request
    const wanted = part ? partOf(document, part) : document
    return startRun(app, {
      ...{ parameters, fresh, seed, segmentation, part, revision, language },
      document: wanted,
      taken: part && (await takePinned(app, wanted, { target: part.node, pins: request.pins ?? [] })),
      documentHash: documentHash(document),
      keep: async (client, started) => {
        if (keyed) await keepAnswer(client, app, { ...keyed, answer: started })
      },
    })
  })
}

async function findDocument(
  app: App,
  { pipeline, document }: RunRequest,
): Promise<{ document: PipelineDocument; revision?: number }> {
  if (document) return { document, revision: await revisionOf(app, document) }
  if (!pipeline) throw new DomainError('pipeline-missing')
  const stored = await getPipeline(app, pipeline.id, pipeline.revision)
  if (stored.archivedAt !== null) throw new DomainError('pipeline-archived', { id: pipeline.id })
  return stored
}

/** Of the newest saved version that is this document, if one is. */
async function revisionOf({ pool, projectId }: App, document: PipelineDocument): Promise<number | undefined> {
  const { rows } = await pool.query<{ revision: number }>(
    `select revision from pipeline_version where project_id = $1 and pipeline_id = $2 and hash = $3
     order by revision desc limit 1`,
    [projectId, document.id, documentHash(document)],
  )
  return rows[0]?.revision
}

function partOf(document: PipelineDocument, { node }: RunPart): PipelineDocument {
  const known = document.nodes.map(({ id }) => id)
  if (!known.includes(node)) throw new DomainError('node-unknown', { node, known })
  return partUntil(document, node)
}
