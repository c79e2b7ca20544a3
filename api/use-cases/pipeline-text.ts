/** Pipelines as files: from text into the database and back. */
import { v7 as uuid } from 'uuid'
import { documentText, parseText } from '#datasets/topology/document-text.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { PipelineDocument } from '#pipeline/document.ts'
import type { Issue } from '#pipeline/issue.ts'
import { parseDocument } from '#pipeline/parse-document.ts'
import type { Language } from '#pipeline/render-text.ts'
import { validate } from '#pipeline/validate.ts'
import type { App } from '../app.ts'
import { getPipeline } from './pipeline-versions.ts'
import { savePipeline } from './save-pipeline.ts'
import type { Saved } from './save-pipeline.ts'

export type TextFormat = 'json' | 'yaml'

export interface ImportRequest {
  text: string
  format: TextFormat
  /** Takes the place of the id in the text; 'new' makes one up. */
  id?: string
  language: Language
}

export type ReadText = { document: PipelineDocument; issues: Issue[] }

/** Throws DomainError 'document-unreadable' with the place, or 'document-invalid' with all issues. */
export function readText(app: App, { text, format, language }: Omit<ImportRequest, 'id'>): ReadText {
  const raw = parseText(`text.${format}`, text)
  const parsed = parseDocument(raw, language)
  if ('issues' in parsed) throw new DomainError('document-invalid', { issues: parsed.issues })
  const { issues } = validate(parsed.document, app.catalog, { language })
  return { document: parsed.document, issues }
}

/** Makes a pipeline of it. Throws as readText does, or 'revision-conflict' where the id is taken. */
export async function importPipeline(app: App, request: ImportRequest): Promise<Saved & { issues: Issue[] }> {
  const { document, issues } = readText(app, request)
  const id = request.id === 'new' ? uuid() : (request.id ?? document.id)
  const saved = await savePipeline(app, {
    document: { ...document, id },
    expectedRevision: 0,
    action: 'pipeline.import',
  })
  return { ...saved, issues }
}

/** The newest version, or the one of a revision, with a name for the file. Throws DomainError 'pipeline-missing'. */
export async function exportPipeline(
  app: App,
  { id, revision, format }: { id: string; revision?: number; format: TextFormat },
): Promise<{ text: string; fileName: string }> {
  const { document } = await getPipeline(app, id, revision)
  const plain = document.name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').trim()
  const fileName = `${plain || 'pipeline'}.${format}`
  return { text: documentText(fileName, document), fileName }
}
