/** Where pipeline documents live: a folder of files, the database, memory. */
import { canonicalJson } from '#pipeline/canonical-json.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { sha256Hex } from '#pipeline/hash.ts'
import { parseDocument } from '#pipeline/parse-document.ts'

export interface LoadedDocument {
  document: PipelineDocument
  revision: number
}

export interface ListedDocument {
  id: string
  name: string
  revision: number
}

export interface DocumentVersion {
  revision: number
  /** SHA-256 of the canonical document. */
  hash: string
  savedAtMs: number
}

export interface Topology {
  /**
   * The newest version, or the one of a revision. Throws 'pipeline-missing', and 'document-invalid' with all issues
   * when what is stored is no document (any more).
   */
  load(id: string, revision?: number): Promise<LoadedDocument>
  /**
   * Keeps a document as the next revision of its id, the first being 1, and returns the revision. A document equal to
   * the newest changes nothing. With `expectedRevision` (0: none yet) it throws 'revision-conflict' when another
   * one is the newest; of several who save at the same time with the same expectation one succeeds.
   */
  save(document: PipelineDocument, expectedRevision?: number): Promise<number>
  /** All documents, sorted by id. */
  list(): Promise<ListedDocument[]>
  /** All versions of a document, newest first; none when there is no such document. */
  versions(id: string): Promise<DocumentVersion[]>
}

export function documentHash(document: PipelineDocument): string {
  return sha256Hex(canonicalJson(document))
}

/** What was stored, as a document of today. Throws 'document-invalid' with all issues. */
export function documentOf(raw: unknown, source: Record<string, unknown>): PipelineDocument {
  const parsed = parseDocument(raw)
  if ('issues' in parsed) throw new DomainError('document-invalid', { ...source, issues: parsed.issues })
  return parsed.document
}

export function pipelineMissing(id: string, revision?: number): DomainError {
  return new DomainError('pipeline-missing', revision === undefined ? { id } : { id, revision })
}

/** Throws 'revision-conflict' unless the newest revision is the expected one. */
export function expectRevision(id: string, newest: number, expected: number | undefined): void {
  if (expected !== undefined && expected !== newest) {
    throw new DomainError('revision-conflict', { id, expected, newest })
  }
}

export function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}
