/** From a document as people write it to one that can run: files known, schemas detected, plan compiled. */
import { compile } from '#pipeline/compile.ts'
import type { PipelineDocument, PipelineNode } from '#pipeline/document.ts'
import type { Finding, Issue } from '#pipeline/issue.ts'
import { makeIssue } from '#pipeline/make-issue.ts'
import { resolveParameters } from '#pipeline/parameters.ts'
import { parseDocument } from '#pipeline/parse-document.ts'
import type { Plan } from '#pipeline/plan.ts'
import type { Language } from '#pipeline/render-text.ts'
import type { App } from '../app.ts'
import { prepareReader } from './prepare-reader.ts'

export interface PrepareRequest {
  /** The document, parsed from JSON or YAML but not checked. */
  document: unknown
  parameters?: Record<string, unknown>
  language: Language
}

export interface Prepared {
  /** With detected schemas frozen; absent when it cannot be read at all. */
  document?: PipelineDocument
  /** Absent when an issue of severity error is left. */
  plan?: Plan
  issues: Issue[]
}

/** Does everything short of starting; nothing is written but what readers look at. Throws DomainError 'engine-away'. */
export async function preparePipeline(app: App, request: PrepareRequest): Promise<Prepared> {
  const { parameters, language } = request
  const parsed = parseDocument(request.document, language)
  if ('issues' in parsed) return { issues: parsed.issues }
  const { mode } = parsed.document
  const issues: Issue[] = []
  const report = (finding: Finding, node: string) => issues.push(makeIssue(finding, { mode, language }, node))
  const nodes = await prepareNodes(app, parsed.document, request, report)
  const document = { ...parsed.document, nodes }
  const compiled = compile(document, app.catalog, { parameters, language })
  issues.push(...compiled.issues.filter((issue) => !isExplained(issue, issues)))
  const isWrong = issues.some((issue) => issue.severity === 'error')
  return { document, plan: isWrong ? undefined : compiled.plan, issues }
}

/** A reader whose file is missing or refused is not also reported as not inspected. */
function isExplained(issue: Issue, known: Issue[]): boolean {
  return issue.code === 'reader-not-inspected' && known.some((other) => other.node === issue.node)
}

async function prepareNodes(
  app: App,
  document: PipelineDocument,
  { parameters }: PrepareRequest,
  report: (finding: Finding, node: string) => void,
): Promise<PipelineNode[]> {
  const resolved = resolveParameters(document, parameters)
  const nodes: PipelineNode[] = []
  for (const node of document.nodes) {
    const block = app.catalog.find(node.block, node.version)
    const isReader = block && !node.disabled && (block.spec.fileField || block.needsInspect)
    const done = isReader && (await prepareReader(app, { block, node, parameters: resolved }))
    if (done && 'finding' in done) report(done.finding, node.id)
    nodes.push(done && 'node' in done ? done.node : node)
  }
  return nodes
}
