/** A reader that can run: its file is taken into the store and pinned by hash, its schema is detected and frozen. */
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { BlockType } from '#pipeline/block-spec.ts'
import type { PipelineNode } from '#pipeline/document.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { Finding } from '#pipeline/issue.ts'
import { substituteParameters } from '#pipeline/parameters.ts'
import type { ResolvedParameters } from '#pipeline/parameters.ts'
import type { App } from '../app.ts'
import { inspectReader } from './ask-desk.ts'
import { isKnownFile } from './list-files.ts'
import { prepareFinding, readerRefused } from './prepare-findings.ts'

export interface ReaderRequest {
  block: BlockType
  node: PipelineNode
  /** Paths in the document are relative to this folder. Absent: no path is opened, files must be in the store. */
  folder?: string
  /** A file that takes the place of the one in the config. */
  input?: string
  parameters: ResolvedParameters
}

type PreparedReader = { node: PipelineNode } | { finding: Finding }

/** Throws DomainError 'engine-away' when data have to be looked at and nobody can. */
export async function prepareReader(app: App, request: ReaderRequest): Promise<PreparedReader> {
  const pinned = await pinFile(app, request)
  return 'finding' in pinned ? pinned : freezeSchema(app, { ...request, node: pinned.node })
}

async function pinFile(
  app: App,
  { block, node, folder, input, parameters }: ReaderRequest,
): Promise<PreparedReader> {
  const { fileField } = block.spec
  if (!fileField) return { node }
  const named = input ?? substituteParameters(node.config[fileField], parameters).value
  if (folder === undefined && isFileRef(named) && !(await isKnownFile(app, named.hash)))
    return { finding: prepareFinding('file-not-uploaded', { path: named.name }, fileField) }
  if (typeof named !== 'string' || named === '') return { node }
  if (folder === undefined)
    return { finding: prepareFinding('file-not-uploaded', { path: named }, fileField) }
  try {
    const file = await takeFile(app, resolve(folder, named))
    return { node: { ...node, config: { ...node.config, [fileField]: file } } }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code || !unreadable.includes(code)) throw error
    return { finding: prepareFinding('file-missing', { path: named, reason: code }, fileField) }
  }
}

const unreadable = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']

async function takeFile(app: App, path: string): Promise<FileRef> {
  if (!(await stat(path)).isFile()) throw Object.assign(new Error(`${path} is no file`), { code: 'EISDIR' })
  const { hash, bytes } = await app.store.putFile({ path })
  return { hash, bytes, name: basename(path), mime: 'application/octet-stream' }
}

/** Lets the reader look at its data when its schema is not frozen yet; a config with mistakes is left to compile. */
async function freezeSchema(app: App, { block, node, parameters }: ReaderRequest): Promise<PreparedReader> {
  const given = substituteParameters(node.config, parameters)
  const parsed = block.config.safeParse(given.value)
  if (!given.isComplete || !parsed.success || !block.needsInspect?.(parsed.data)) return { node }
  const found = await inspectReader(app, block.spec, parsed.data)
  return 'refused' in found
    ? { finding: readerRefused(found.refused) }
    : { node: { ...node, config: found.config } }
}
