import type { PipelineDocument } from '#pipeline/document.ts'
import { byId, documentHash, documentOf, expectRevision, pipelineMissing } from './topology.ts'
import type { DocumentVersion, ListedDocument, LoadedDocument, Topology } from './topology.ts'

interface Kept extends DocumentVersion {
  /** As text, so that nobody changes it from outside. */
  text: string
}

/** Documents in memory, for tests and trials. */
export class MemoryTopology implements Topology {
  readonly #versions = new Map<string, Kept[]>()

  async load(id: string, revision?: number): Promise<LoadedDocument> {
    const versions = this.#versions.get(id) ?? []
    const found = revision === undefined ? versions.at(-1) : versions[revision - 1]
    if (!found) throw pipelineMissing(id, revision)
    return { document: documentOf(JSON.parse(found.text), { id }), revision: found.revision }
  }

  async save(document: PipelineDocument, expectedRevision?: number): Promise<number> {
    const versions = this.#versions.get(document.id) ?? []
    const hash = documentHash(document)
    if (versions.at(-1)?.hash === hash) return versions.length
    expectRevision(document.id, versions.length, expectedRevision)
    const revision = versions.length + 1
    const kept = { revision, hash, savedAtMs: Date.now(), text: JSON.stringify(document) }
    this.#versions.set(document.id, [...versions, kept])
    return revision
  }

  async list(): Promise<ListedDocument[]> {
    const loaded = await Promise.all([...this.#versions.keys()].map((id) => this.load(id)))
    return loaded
      .map(({ document, revision }) => ({ id: document.id, name: document.name, revision }))
      .sort(byId)
  }

  async versions(id: string): Promise<DocumentVersion[]> {
    const versions = this.#versions.get(id) ?? []
    return versions.map(({ revision, hash, savedAtMs }) => ({ revision, hash, savedAtMs })).reverse()
  }
}
