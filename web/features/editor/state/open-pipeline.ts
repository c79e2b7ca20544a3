/** What an editor starts with: the newest version, or the draft that was left behind. */
import type { PipelineDocument } from '#pipeline/document.ts'
import { moveNodes } from '#pipeline/edit.ts'
import { arrange } from '../../../components/pipeline-graph/arrange.ts'
import { refusalCode, trpcClient } from '../../../lib/trpc.ts'
import { specOf } from './catalog.ts'
import type { BlockCatalog } from './catalog.ts'
import { documentHash } from './document-hash.ts'
import { readDraft } from './drafts.ts'
import type { DraftKey } from './drafts.ts'
import type { EditorStart } from './editor-store.ts'
import { documentOf } from './wire-types.ts'

export interface Opened extends EditorStart {
  key: DraftKey
  /** A draft was taken up: what it was based on is not the newest any more. */
  isBehind: boolean
  isDraft: boolean
}

export async function openPipeline(
  key: DraftKey,
  { catalog, mayEdit }: { catalog: BlockCatalog; mayEdit: boolean },
): Promise<Opened> {
  const { projectId, id } = key
  const [stored, draft] = await Promise.all([
    trpcClient.pipelines.get.query({ projectId, id }).catch((error: unknown) => {
      if (mayEdit && refusalCode(error) === 'pipeline-missing') return undefined
      throw error
    }),
    mayEdit ? readDraft(key) : undefined,
  ])
  const place = (document: PipelineDocument) => placed(document, catalog)
  const saved = place(stored ? documentOf(stored.document) : emptyDocument(id))
  const isReadOnly = !mayEdit || (stored?.archivedAt ?? null) !== null
  const newest = { revision: stored?.revision ?? 0, document: saved }
  const plain: Opened = {
    key,
    document: saved,
    base: newest,
    isReadOnly,
    isBehind: false,
    isDraft: false,
  }
  if (!draft || isReadOnly) return plain
  const document = place(draft.document)
  const pins = draft.pins
  if (documentHash(document) === documentHash(saved)) return { ...plain, pins }
  const isBehind = draft.baseRevision !== newest.revision
  const base = isBehind ? await baseOf(key, draft.baseRevision, place) : newest
  return { ...plain, document, base, pins, isBehind, isDraft: true }
}

/** The version that the draft began with. */
async function baseOf(
  { projectId, id }: DraftKey,
  revision: number,
  place: (document: PipelineDocument) => PipelineDocument,
): Promise<EditorStart['base']> {
  if (revision === 0) return { revision, document: emptyDocument(id) }
  const { document } = await trpcClient.pipelines.get.query({ projectId, id, revision })
  return { revision, document: place(documentOf(document)) }
}

export function emptyDocument(id: string): PipelineDocument {
  return {
    ecoki: 1,
    id,
    name: id,
    mode: 'batch',
    parameters: {},
    nodes: [],
    edges: [],
    accepted: [],
    layout: { positions: {}, notes: [], groups: [] },
  }
}

/** Nodes without a place get one; the others stay where they are. */
export function placed(document: PipelineDocument, catalog: BlockCatalog): PipelineDocument {
  const missing = document.nodes.filter((node) => !Object.hasOwn(document.layout.positions, node.id))
  if (missing.length === 0) return document
  const places = arrange(document, (node) => specOf(catalog, node))
  return moveNodes(document, new Map(missing.map(({ id }) => [id, places.get(id) ?? { x: 0, y: 0 }])))
}
