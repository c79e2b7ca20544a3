/** From a document as people write it to one that can run: files pinned, schemas detected, plan compiled. */
import { basename, resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import type { BlockType } from '#pipeline/block-spec.ts'
import { compile } from '#pipeline/compile.ts'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import { isFileRef } from '#pipeline/file-ref.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { Issue } from '#pipeline/issue.ts'
import { makeIssue } from '#pipeline/make-issue.ts'
import { resolveParameters, substituteParameters } from '#pipeline/parameters.ts'
import { parseDocument } from '#pipeline/parse-document.ts'
import type { Plan } from '#pipeline/plan.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from '../app.ts'
import { inspectReader } from './ask-desk.ts'

export interface PrepareRequest {
  /** The document, parsed from JSON or YAML but not checked. */
  document: unknown
  /** Paths in the document are relative to this folder. */
  folder: string
  parameters?: Record<string, unknown>
  /** Files that take the place of what the document names, by node. */
  inputs?: Record<string, string>
  language: Language
}

export interface Prepared {
  /** With files pinned and detected schemas frozen; absent when it cannot be read at all. */
  document?: PipelineDocument
  /** Absent when an issue of severity error is left. */
  plan?: Plan
  issues: Issue[]
}

/** Does everything short of starting; nothing is written but pinned files. Throws DomainError 'engine-away'. */
export async function preparePipeline(app: App, request: PrepareRequest): Promise<Prepared> {
  const parsed = parseDocument(request.document, request.language)
  if ('issues' in parsed) return { issues: parsed.issues }
  const issues = unknownInputs(parsed.document, request)
  const nodes: PipelineNode[] = []
  for (const node of parsed.document.nodes)
    nodes.push(await prepareNode(app, parsed.document, node, request, issues))
  const document = { ...parsed.document, nodes }
  const compiled = compile(document, app.catalog, {
    parameters: request.parameters,
    language: request.language,
  })
  issues.push(...compiled.issues.filter((issue) => !explained(issue, issues)))
  return {
    document,
    plan: issues.some((issue) => issue.severity === 'error') ? undefined : compiled.plan,
    issues,
  }
}

/** A reader whose file is missing or refused is not also reported as not inspected. */
function explained(issue: Issue, known: Issue[]): boolean {
  return issue.code === 'reader-not-inspected' && known.some((other) => other.node === issue.node)
}

function unknownInputs(document: PipelineDocument, { inputs = {}, language }: PrepareRequest): Issue[] {
  const ids = new Set(document.nodes.map((node) => node.id))
  return Object.keys(inputs)
    .filter((id) => !ids.has(id))
    .map((id) =>
      makeIssue({ code: 'input-no-node', params: { name: id } }, { mode: document.mode, language }),
    )
}

async function prepareNode(
  app: App,
  document: PipelineDocument,
  node: PipelineNode,
  request: PrepareRequest,
  issues: Issue[],
): Promise<PipelineNode> {
  const block = app.catalog.find(node.block, node.version)
  if (!block || node.disabled) return node
  const report = (code: string, field: string | undefined, params: Record<string, unknown>) =>
    issues.push(
      makeIssue({ code, field, params }, { mode: document.mode, language: request.language }, node.id),
    )
  const pinned = await pinFile(app, block, node, request, report)
  if (!pinned) return node
  return (await freezeSchema(app, block, pinned, document, request, report)) ?? pinned
}

type Report = (code: string, field: string | undefined, params: Record<string, unknown>) => void

/** Takes the file that a reader names into the store; undefined when it cannot be read. */
async function pinFile(
  app: App,
  { spec }: BlockType,
  node: PipelineNode,
  request: PrepareRequest,
  report: Report,
): Promise<PipelineNode | undefined> {
  if (!spec.fileField) return node
  const named = request.inputs?.[node.id] ?? node.config[spec.fileField]
  if (isFileRef(named) || typeof named !== 'string') return node
  const path = resolve(request.folder, named)
  try {
    if (!(await stat(path)).isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' })
    const { hash, bytes } = await app.store.putFile({ path })
    const file: FileRef = { hash, bytes, name: basename(path), mime: 'application/octet-stream' }
    return { ...node, config: { ...node.config, [spec.fileField]: file } }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code || !['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes(code)) throw error
    report('file-missing', spec.fileField, { path: named, reason: code })
    return undefined
  }
}

/** Lets the reader look at its data when its schema is not frozen yet. */
async function freezeSchema(
  app: App,
  block: BlockType,
  node: PipelineNode,
  document: PipelineDocument,
  request: PrepareRequest,
  report: Report,
): Promise<PipelineNode | undefined> {
  if (!block.needsInspect) return undefined
  const given = substituteParameters(node.config, resolveParameters(document, request.parameters))
  const parsed = block.config.safeParse(given.value)
  if (!given.isComplete || !parsed.success || !block.needsInspect(parsed.data)) return undefined
  const found = await inspectReader(app, block.spec, parsed.data)
  if ('refused' in found) {
    report('reader-refused', undefined, found.refused)
    return undefined
  }
  return { ...node, config: found.config }
}
