/** A reader that can run: its file is in the store, its schema is detected and frozen. */
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
  parameters: ResolvedParameters
}

type PreparedReader = { node: PipelineNode } | { finding: Finding }

/** Throws DomainError 'engine-away' when data have to be looked at and nobody can. */
export async function prepareReader(app: App, request: ReaderRequest): Promise<PreparedReader> {
  const finding = await checkFile(app, request)
  return finding ? { finding } : freezeSchema(app, request)
}

/** No path is opened: a file must have been brought to the project. */
async function checkFile(app: App, { block, node, parameters }: ReaderRequest): Promise<Finding | undefined> {
  const { fileField } = block.spec
  if (!fileField) return undefined
  const named = substituteParameters(node.config[fileField], parameters).value
  const isUnknown = isFileRef(named) && !(await isKnownFile(app, named.hash))
  const isPath = typeof named === 'string' && named !== ''
  if (!isUnknown && !isPath) return undefined
  return prepareFinding(
    'file-not-uploaded',
    { path: typeof named === 'string' ? named : (named as FileRef).name },
    fileField,
  )
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
