import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { Prisma, PrismaClient } from '#prisma/client/client.ts'
import { byId, documentHash, documentOf, expectRevision, pipelineMissing } from './topology.ts'
import type { DocumentVersion, ListedDocument, LoadedDocument, Topology } from './topology.ts'

/** How often saving is tried again when others save the same document without expecting a revision. */
const maxTries = 50

/** Told of every new version inside its transaction, with the hash of the one before; to throw undoes the save. */
export type OnSave = (transaction: Prisma.TransactionClient, before: string | undefined) => Promise<void>

/** What a new version is kept with. */
export interface SaveOptions {
  onSave?: OnSave
  /** Name of who saves. */
  savedBy?: string
  /** What people call the version, and what they say about it. */
  name?: string
  note?: string
}

/** The documents of one project in the database. */
export class DatabaseTopology implements Topology {
  readonly #prisma: PrismaClient
  readonly #projectId: string
  readonly #options: SaveOptions

  constructor(prisma: PrismaClient, projectId: string, options: SaveOptions = {}) {
    this.#prisma = prisma
    this.#projectId = projectId
    this.#options = options
  }

  async load(id: string, revision?: number): Promise<LoadedDocument> {
    // As text: on its way through the client's own JSON a key named __proto__ would be lost.
    const [found] = await this.#prisma.$queryRaw<{ text: string; revision: number }[]>`
      select document::text as text, revision from pipeline_version
      where project_id = ${this.#projectId}::uuid and pipeline_id = ${id}
        and (${revision ?? null}::integer is null or revision = ${revision ?? null}::integer)
      order by revision desc limit 1`
    if (!found) throw pipelineMissing(id, revision)
    return { document: documentOf(JSON.parse(found.text), { id }), revision: found.revision }
  }

  async save(document: PipelineDocument, expectedRevision?: number): Promise<number> {
    const hash = documentHash(document)
    for (let attempt = 0; attempt < maxTries; attempt++) {
      const [newest] = await this.#newestFirst(document.id, 1)
      if (newest?.hash === hash) return newest.revision
      const revision = newest?.revision ?? 0
      expectRevision(document.id, revision, expectedRevision)
      if (await this.#insertNext(document, hash, newest)) return revision + 1
    }
    throw new DomainError('revision-conflict', { id: document.id })
  }

  async list(): Promise<ListedDocument[]> {
    const found = await this.#prisma.pipeline.findMany({
      where: { projectId: this.#projectId },
      select: { id: true, name: true, revision: true },
    })
    return found.sort(byId)
  }

  async versions(id: string): Promise<DocumentVersion[]> {
    const found = await this.#newestFirst(id)
    return found.map(({ revision, hash, createdAt }) => ({ revision, hash, savedAtMs: createdAt.getTime() }))
  }

  #newestFirst(id: string, take?: number) {
    return this.#prisma.pipelineVersion.findMany({
      where: { projectId: this.#projectId, pipelineId: id },
      select: { revision: true, hash: true, createdAt: true },
      orderBy: { revision: 'desc' },
      take,
    })
  }

  /** False when another writer was first. */
  async #insertNext(
    document: PipelineDocument,
    hash: string,
    newest: { revision: number; hash: string } | undefined,
  ): Promise<boolean> {
    const { id, name } = document
    const { onSave, savedBy, name: label, note } = this.#options
    const revision = newest?.revision ?? 0
    const key = { projectId: this.#projectId, id }
    return this.#prisma.$transaction(async (transaction) => {
      const next = { name, revision: revision + 1 }
      const { count } =
        revision === 0
          ? await transaction.pipeline.createMany({ data: [{ ...key, ...next }], skipDuplicates: true })
          : await transaction.pipeline.updateMany({
              where: { ...key, revision },
              data: { ...next, updatedAt: new Date() },
            })
      if (count === 0) return false
      await transaction.$executeRaw`
        insert into pipeline_version (project_id, pipeline_id, revision, hash, document, saved_by, name, note)
        values (${this.#projectId}::uuid, ${id}, ${revision + 1}, ${hash}, ${JSON.stringify(document)}::jsonb,
          ${savedBy ?? null}, ${label ?? null}, ${note ?? null})`
      await onSave?.(transaction, newest?.hash)
      return true
    })
  }
}
