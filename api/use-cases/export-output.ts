/** A result as a file for people: tables as CSV or Parquet, reports as they are, everything else as JSON. */
import { readFile } from 'node:fs/promises'
import { findDataset } from '#datasets/find-dataset.ts'
import type { StoredValue } from '#datasets/store.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import type { App } from '../app.ts'
import { writeTable } from './ask-desk.ts'

export interface OutputName {
  runId: string
  node: string
  port: string
}

/** Who opens a file: a spreadsheet program runs what looks like a formula, a program takes values as they are. */
export type FileReader = 'person' | 'program'

const csvFor = { person: { neutraliseFormulas: true, byteOrderMark: true }, program: {} }

/** A table as a file in the store: its hash. */
export function exportTable(
  app: App,
  name: OutputName,
  { format, reader }: { format: 'csv' | 'parquet'; reader: FileReader },
): Promise<string> {
  const config = format === 'csv' ? csvFor[reader] : {}
  return writeTable(app, { ...name, block: `write-${format}`, version: 1, config })
}

/** Throws DomainError 'output-unknown' for outputs of other projects as for none. */
export async function findOutput(app: App, { runId, node, port }: OutputName): Promise<StoredValue> {
  const value = await findDataset(app.pool, { projectId: app.projectId, runId, node, port })
  if (!value) throw new DomainError('output-unknown', { run: runId, node, port })
  return value
}

/** Models, fitted values and charts are kept as JSON objects; metrics and scalars in the row itself. */
export async function plainOutput(app: App, stored: StoredValue): Promise<unknown> {
  if (!stored.objects?.length) return stored.value
  return JSON.parse(await readFile(await app.store.filePath(stored.objects[0]), 'utf8'))
}
