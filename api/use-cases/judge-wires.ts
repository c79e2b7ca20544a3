/** What blocks would say to a wire before it is drawn. Nothing is stored. */
import { z } from 'zod'
import type { BlockType, Catalog } from '#pipeline/block-spec.ts'
import type { PipelineDocument, PipelineEdge, PipelineNode } from '#pipeline/document.ts'
import { ancestorsOf } from '#pipeline/edit.ts'
import { issueSchema } from '#pipeline/issue.ts'
import type { Issue } from '#pipeline/issue.ts'
import { makeIssue } from '#pipeline/make-issue.ts'
import type { PortSchema } from '#pipeline/ports.ts'
import type { Language } from '#pipeline/render-text.ts'
import { validate } from '#pipeline/validate.ts'
import type { Validation } from '#pipeline/validate.ts'

export const wireFindingsSchema = z.strictObject({
  node: z.string(),
  port: z.string(),
  issues: z.array(issueSchema),
})
export type WireFindings = z.infer<typeof wireFindingsSchema>

export interface WireQuestion {
  document: PipelineDocument
  from: PipelineEdge['from']
  language: Language
}

/**
 * Every input of the right type at which a wire from this output would bring problems, and which. Nothing where the
 * output's schema, the block's settings or its other inputs are not known yet.
 */
export function judgeWires(catalog: Catalog, { document, from, language }: WireQuestion): WireFindings[] {
  const known = validate(document, catalog, { language })
  const offered = schemaAt(known, from)
  if (!offered) return []
  const ancestors = ancestorsOf(document, from.node)
  return document.nodes
    .filter((node) => !ancestors.has(node.id))
    .flatMap((node) => {
      const block = catalog.find(node.block, node.version)
      if (!block || known.configs[node.id] === undefined) return []
      return block.spec.inputs
        .filter((port) => port.type === offered.type)
        .map((port) => ({
          node: node.id,
          port: port.name,
          issues: issuesAt({ document, known, language }, node, { block, port: port.name, offered }),
        }))
    })
    .filter(({ issues }) => issues.length > 0)
}

interface Known {
  document: PipelineDocument
  known: Validation
  language: Language
}

function issuesAt(
  { document, known, language }: Known,
  node: PipelineNode,
  wire: { block: BlockType; port: string; offered: PortSchema },
): Issue[] {
  const inputs: Record<string, PortSchema> = { [wire.port]: wire.offered }
  for (const { from, to } of document.edges) {
    if (to.node !== node.id || to.port === wire.port) continue
    const schema = schemaAt(known, from)
    if (!schema) return []
    inputs[to.port] = schema
  }
  const isComplete = wire.block.spec.inputs.every((port) => port.optional || Object.hasOwn(inputs, port.name))
  if (!isComplete || wire.block.needsInspect?.(known.configs[node.id])) return []
  const { findings = [] } = wire.block.outputs(inputs, known.configs[node.id])
  return findings
    .filter((finding) => finding.port === undefined || finding.port === wire.port)
    .map((finding) => makeIssue(finding, { mode: document.mode, language }, node.id))
}

export function schemaAt(known: Validation, at: PipelineEdge['from']): PortSchema | undefined {
  const ports = Object.hasOwn(known.schemas, at.node) ? known.schemas[at.node] : undefined
  return ports && Object.hasOwn(ports, at.port) ? ports[at.port] : undefined
}
