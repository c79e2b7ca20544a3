/** A result as a file for people: tables as CSV or Parquet, reports as they are, everything else as JSON. */
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { findDataset } from '#datasets/find-dataset.ts'
import type { StoredValue } from '#datasets/store.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { App } from '../app.ts'
import { writeTable } from './ask-desk.ts'

export interface OutputName {
  runId: string
  node: string
  port: string
}

/** A table as a file in the store, for people who open it in a spreadsheet program. */
export function exportForPeople(app: App, name: OutputName, format: 'csv' | 'parquet'): Promise<string> {
  const config = format === 'csv' ? { neutraliseFormulas: true, byteOrderMark: true } : {}
  return writeTable(app, { ...name, block: `write-${format}`, version: 1, config })
}

/** Writes an output to `path`. Throws DomainError 'output-unknown' or 'export-format'. */
export async function exportOutput(app: App, name: OutputName, path: string): Promise<void> {
  const stored = await findOutput(app, name)
  if (stored.type === 'table' || stored.type === 'intervals') return exportTable(app, name, path)
  if (stored.type === 'report' && isFileRef(stored.value)) return copyObject(app, stored.value.hash, path)
  await writeFile(path, `${JSON.stringify(await plainOutput(app, stored), null, 2)}\n`)
}

/** Throws DomainError 'output-unknown' for outputs of other projects as for none. */
export async function findOutput(app: App, { runId, node, port }: OutputName): Promise<StoredValue> {
  const value = await findDataset(app.pool, { projectId: app.projectId, runId, node, port })
  if (!value) throw new DomainError('output-unknown', { run: runId, node, port })
  return value
}

const sinks: Record<string, string> = { '.csv': 'write-csv', '.parquet': 'write-parquet' }

async function exportTable(app: App, name: OutputName, path: string): Promise<void> {
  const block = sinks[extname(path).toLowerCase()]
  if (!block) throw new DomainError('export-format', { path })
  await copyObject(app, await writeTable(app, { ...name, block, version: 1, config: {} }), path)
}

async function copyObject(app: App, hash: string, path: string): Promise<void> {
  // A copy of the file itself would also take over that nobody may write it.
  await pipeline(createReadStream(await app.store.filePath(hash)), createWriteStream(path))
}

/** Models, fitted values and charts are kept as JSON objects; metrics and scalars in the row itself. */
export async function plainOutput(app: App, stored: StoredValue): Promise<unknown> {
  if (!stored.objects?.length) return stored.value
  return JSON.parse(await readFile(await app.store.filePath(stored.objects[0]), 'utf8'))
}
