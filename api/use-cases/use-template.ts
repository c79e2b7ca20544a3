/** A template on a user's own data: what its columns may be, and the pipeline that comes of it. */
import type { PipelineDocument } from '#pipeline/document.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import { stateColumns, unitsInNames } from '#pipeline/own-data.ts'
import type { KnownOfColumn } from '#pipeline/own-data.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { fillTemplate } from '#pipeline/template.ts'
import type { FillProblem, Template } from '#pipeline/template.ts'
import { assumedOf, makeOffers } from '#pipeline/template-offers.ts'
import type { PlaceholderOffer } from '#pipeline/template-offers.ts'
import { unitFromText } from '#pipeline/unit-names.ts'
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

export interface OwnData {
  template: Template
  reader: OwnReader
  /** Units of columns as people write them, where the data do not say them or say them wrongly. */
  units: Readonly<Record<string, string>>
}

export interface OwnColumns {
  columns: Column[]
  time: NonNullable<TableSchema['time']> | null
  /** About the table as a whole. */
  problems: FillProblem[]
  placeholders: PlaceholderOffer[]
}

/** The user's columns beside what the template needs. Throws 'file-unknown' or 'reader-not-ready'. */
export async function offerColumns(app: App, own: OwnData): Promise<OwnColumns> {
  const stated = statedUnits(own.units)
  const { schema } = await withUnits(app, own.reader, stated.known)
  const { problems, placeholders } = makeOffers(own.template, schema)
  return {
    columns: schema.columns,
    time: schema.time ?? null,
    problems: [...stated.problems, ...problems],
    placeholders,
  }
}

export interface UseRequest extends OwnData {
  /** The user's column by placeholder. */
  columns: Record<string, string>
  id: string
  name: string
}

/**
 * The pipeline, not saved yet, or everything that keeps it from being one. What the data do not say of themselves is
 * written into the reader's settings as the template has it. Throws as `offerColumns` does.
 */
export async function instantiateTemplate(
  app: App,
  { template, reader, units, columns, id, name }: UseRequest,
): Promise<{ document: PipelineDocument | null; problems: FillProblem[] }> {
  const stated = statedUnits(units)
  if (stated.problems.length > 0) return { document: null, problems: stated.problems }
  const own = await withUnits(app, reader, stated.known)
  const assumed = assumedOf(template, own.schema, columns)
  const full = await withKnown(app, own.reader, assumed)
  return fillTemplate(template, { id, name, columns, ...full })
}

function statedUnits(units: Readonly<Record<string, string>>): {
  known: Map<string, KnownOfColumn>
  problems: FillProblem[]
} {
  const known = new Map<string, KnownOfColumn>()
  const problems: FillProblem[] = []
  for (const [column, text] of Object.entries(units)) {
    const physical = unitFromText(text)
    if (physical) known.set(column, physical)
    else problems.push({ code: 'unit-unknown', params: { column, text } })
  }
  return { known, problems }
}

/** With the units that people state, else those in the names of the columns. */
async function withUnits(app: App, reader: OwnReader, stated: ReadonlyMap<string, KnownOfColumn>) {
  const { columns } = await schemaOf(app, reader)
  return withKnown(app, reader, new Map([...unitsInNames(columns), ...stated]))
}

async function withKnown(
  app: App,
  reader: OwnReader,
  known: ReadonlyMap<string, KnownOfColumn>,
): Promise<{ reader: OwnReader; schema: TableSchema }> {
  const knowing = { ...reader, config: stateColumns(reader, known) }
  return { reader: knowing, schema: await schemaOf(app, knowing) }
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
