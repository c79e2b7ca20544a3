/** A template on a user's own data: what its columns may be, and the pipeline that comes of it. */
import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { TableSchema } from '#pipeline/ports.ts'
import { candidates, fillTemplate } from '#pipeline/template.ts'
import type { FillProblem, Template } from '#pipeline/template.ts'
import { validate } from '#pipeline/validate.ts'
import type { App } from '../app.ts'
import { isKnownFile } from './list-files.ts'

export interface OwnReader {
  block: string
  version: number
  /** With the detected schema: see datasets.preview. */
  config: Record<string, unknown>
  port: string
}

/** The user's columns that may stand for each placeholder. Throws 'file-unknown' or 'reader-not-ready'. */
export async function offerColumns(
  app: App,
  template: Template,
  reader: OwnReader,
): Promise<Record<string, string[]>> {
  const schema = await schemaOf(app, reader)
  return Object.fromEntries(
    template.placeholders.map((wanted) => [
      wanted.column,
      candidates(wanted, schema).map(({ name }) => name),
    ]),
  )
}

export interface UseRequest {
  template: Template
  reader: OwnReader
  columns: Record<string, string>
  id: string
  name: string
}

/** The pipeline, not saved yet, or everything that keeps it from being one. Throws as `offerColumns` does. */
export async function instantiateTemplate(
  app: App,
  { template, reader, columns, id, name }: UseRequest,
): Promise<{ document: PipelineDocument | null; problems: FillProblem[] }> {
  return fillTemplate(template, { id, name, reader, columns, schema: await schemaOf(app, reader) })
}

async function schemaOf(app: App, { block, version, config, port }: OwnReader): Promise<TableSchema> {
  const field = app.catalog.find(block, version)?.spec.fileField
  const file = field === undefined ? undefined : config[field]
  if (isFileRef(file) && !(await isKnownFile(app, file.hash)))
    throw new DomainError('file-unknown', { file: file.name })
  const nodes = [{ id: 'own', block, version, config }]
  const { schemas, issues } = validate({ ecoki: 1, id: 'own', name: 'own', nodes, edges: [] }, app.catalog)
  const found = schemas.own?.[port]
  if (found?.type === 'table') return found.table
  throw new DomainError('reader-not-ready', { problem: issues[0]?.message ?? port })
}
