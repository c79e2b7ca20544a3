/** Takes the files that a pipeline names by path to the gateway, which opens no paths. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Client } from '#client/index.ts'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import type { Finding, Issue } from '#pipeline/issue.ts'
import { makeIssue } from '#pipeline/make-issue.ts'
import { resolveParameters, substituteParameters } from '#pipeline/parameters.ts'
import type { ResolvedParameters } from '#pipeline/parameters.ts'
import { fileFinding } from './file-findings.ts'
import type { FindBlock } from './gateway-blocks.ts'
import { systemLanguage } from './options.ts'

export interface FilesRequest {
  document: PipelineDocument
  /** Paths in the document are relative to this folder. */
  folder: string
  parameters?: Record<string, unknown>
  /** Files that take the place of what the document names, by node. */
  inputs: Record<string, string>
}

export interface Brought {
  /** With FileRefs in place of paths. */
  document: PipelineDocument
  /** Of --input. */
  wrongInputs: Issue[]
  /** Why a node's file could not be brought. */
  missing: Map<string, Issue>
}

interface Helpers {
  client: Client
  findBlock: FindBlock
}

/** Throws EcokiError when the gateway does not take a file. */
export async function bringFiles(helpers: Helpers, request: FilesRequest): Promise<Brought> {
  const { document, parameters } = request
  const context = { mode: document.mode, language: systemLanguage() }
  const resolved = resolveParameters(document, parameters)
  const missing = new Map<string, Issue>()
  const nodes: PipelineNode[] = []
  for (const node of document.nodes) {
    const done = await bringFile(helpers, request, { node, resolved })
    if ('code' in done) missing.set(node.id, makeIssue(done, context, node.id))
    nodes.push('code' in done ? node : done)
  }
  const wrong = await wrongInputs(helpers, request)
  return {
    document: { ...document, nodes },
    wrongInputs: wrong.map((finding) => makeIssue(finding, context)),
    missing,
  }
}

async function bringFile(
  { client, findBlock }: Helpers,
  { folder, inputs }: FilesRequest,
  { node, resolved }: { node: PipelineNode; resolved: ResolvedParameters },
): Promise<PipelineNode | Finding> {
  const input = Object.hasOwn(inputs, node.id) ? inputs[node.id] : undefined
  if (node.disabled || (input === undefined && !mayNameFile(node, resolved))) return node
  const field = (await findBlock(node.block, node.version))?.fileField
  if (field === undefined) return node
  const named = input ?? substituteParameters(node.config[field], resolved).value
  if (typeof named !== 'string' || named === '') return node
  const found = await findFile(resolve(folder, named))
  if ('reason' in found) return fileFinding('file-missing', { path: named, reason: found.reason }, field)
  const file = await takeFile(client, found)
  return { ...node, config: { ...node.config, [field]: file } }
}

/** Most nodes hold no text at all, and blocks are asked for only where one does. */
function mayNameFile({ config }: PipelineNode, resolved: ResolvedParameters): boolean {
  const values = Object.values(config).map((value) => substituteParameters(value, resolved).value)
  return values.some((value) => typeof value === 'string')
}

interface FoundFile {
  path: string
  hash: string
  bytes: number
}

async function findFile(path: string): Promise<FoundFile | { reason: string }> {
  try {
    const { size, ...kind } = await statFile(path)
    return kind.isFile ? { path, hash: await hashOf(path), bytes: size } : { reason: 'EISDIR' }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code || !unreadable.includes(code)) throw error
    return { reason: code }
  }
}

const unreadable = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']

async function statFile(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path)
  return { size: found.size, isFile: found.isFile() }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** What the gateway has already is not sent again. */
async function takeFile(client: Client, { path, hash, bytes }: FoundFile): Promise<FileRef> {
  const name = uploadName(path)
  const mime = 'application/octet-stream'
  if (await client.files.find(hash)) return { hash, bytes, name, mime }
  return client.files.upload(path, { name, mime })
}

/** File systems allow more in a name than the gateway does. */
function uploadName(path: string): string {
  return [...basename(path).replace(/[\\\p{Cc}]/gu, '_')].slice(0, 200).join('')
}

async function wrongInputs({ findBlock }: Helpers, { document, inputs }: FilesRequest): Promise<Finding[]> {
  const findings: Finding[] = []
  const byId = new Map(document.nodes.map((node) => [node.id, node]))
  for (const name of Object.keys(inputs)) {
    const node = byId.get(name)
    const block = node && (await findBlock(node.block, node.version))
    if (!node) findings.push(fileFinding('input-no-node', { name, known: [...byId.keys()].join(', ') }))
    else if (block && !block.fileField) findings.push(fileFinding('input-no-file', { name }))
  }
  return findings
}
