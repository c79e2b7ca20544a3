/** What a reader would make of a file: how it is written, and its first rows, before anything is saved. */
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { DomainError } from '#pipeline/domain-error.ts'
import { fileRefSchema } from '#pipeline/file-ref.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { App } from '../app.ts'
import { inspectReader, previewReader } from './ask-desk.ts'
import { isKnownFile } from './list-files.ts'
import { readPage } from './read-dataset.ts'
import type { TablePage } from './read-dataset.ts'

export interface PreviewRequest {
  block: string
  version: number
  /** The reader's config; its file must be uploaded. What it leaves out is detected. */
  config: Record<string, unknown>
  rows: number
}

export type Preview =
  | { config: Record<string, unknown>; page: TablePage | null; refused: null }
  | { config: null; page: null; refused: Record<string, unknown> }

const firstBytes = 256 * 1024

/** Throws 'block-unknown', 'file-unknown', 'config-invalid' or 'engine-away'. */
export async function previewFile(
  app: App,
  { block: id, version, config, rows }: PreviewRequest,
): Promise<Preview> {
  const block = app.catalog.find(id, version)
  const field = block?.spec.fileField
  if (!block || field === undefined) throw new DomainError('block-unknown', { id, version })
  const file = fileRefSchema.safeParse(config[field]).data
  if (!file || !(await isKnownFile(app, file.hash)))
    throw new DomainError('file-unknown', { file: file?.name ?? '' })
  const parsed = block.config.safeParse(config)
  if (!parsed.success) throw new DomainError('config-invalid', { problem: parsed.error.issues[0].message })
  const found = await inspectReader(app, block.spec, parsed.data)
  if ('refused' in found) return { config: null, page: null, refused: found.refused }
  const start = id === 'read-csv' ? await startOf(app, file) : file
  const read = await previewReader(app, block.spec, { ...found.config, [field]: start })
  if ('refused' in read) return { config: null, page: null, refused: read.refused }
  return {
    config: found.config,
    page: await readPage(app, read.table, { offset: 0, limit: rows }),
    refused: null,
  }
}

/** The first lines of a large text file, as a file of their own that nobody keeps. */
async function startOf(app: App, file: FileRef): Promise<FileRef> {
  if (file.bytes <= firstBytes) return file
  const handle = await open(await app.store.filePath(file.hash))
  try {
    return { ...file, ...(await app.store.putFile(await wholeLines(handle))) }
  } finally {
    await handle.close()
  }
}

async function wholeLines(handle: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(firstBytes), 0, firstBytes, 0)
  const end = buffer.lastIndexOf('\n', bytesRead)
  return buffer.subarray(0, end < 0 ? bytesRead : end + 1)
}
