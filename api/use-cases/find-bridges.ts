/** Which one block, put into a wire, closes the gap between its ends? Tried, not guessed. */
import { z } from 'zod'
import type { BlockType, Catalog } from '#pipeline/block-spec.ts'
import type { PipelineDocument, PipelineEdge } from '#pipeline/document.ts'
import { connect, freshName, insertBridge } from '#pipeline/edit.ts'
import type { Issue } from '#pipeline/issue.ts'
import { partUntil } from '#pipeline/part-of-document.ts'
import { validate } from '#pipeline/validate.ts'
import { candidateConfigs } from './candidate-configs.ts'
import { schemaAt } from './judge-wires.ts'

export const bridgeSchema = z.strictObject({
  block: z.string(),
  version: z.int(),
  /** The ports that the wire then goes through. */
  input: z.string(),
  output: z.string(),
  config: z.record(z.string(), z.unknown()),
  /** The problems are gone with it; otherwise its types fit, and it wants settings first. */
  isProven: z.boolean(),
})
export type FoundBridge = z.infer<typeof bridgeSchema>

const most = 5

/** Proven ones first. Blocks with effects and readers are no bridges. */
export function findBridges(catalog: Catalog, document: PipelineDocument, edge: PipelineEdge): FoundBridge[] {
  const part = partUntil(connect(document, edge), edge.to.node)
  const target = part.nodes.find((node) => node.id === edge.to.node)
  const wanted = target && catalog.find(target.block, target.version)?.spec.inputs
  const wantedType = wanted?.find((port) => port.name === edge.to.port)?.type
  const offered = schemaAt(validate(part, catalog), edge.from)
  const offeredType = offered?.type ?? typeAt(catalog, part, edge.from)
  if (!wantedType || !offeredType) return []
  const before = problemsOf(catalog, part)
  const found = newestBlocks(catalog).flatMap((block) => {
    const ports = portsBetween(block, offeredType, wantedType)
    if (!ports) return []
    const config = candidateConfigs(before).find((candidate) =>
      closes({ catalog, part, edge, before }, { block, ports, config: candidate }),
    )
    const { id, version } = block.spec
    if (config) return [{ block: id, version, ...ports, config, isProven: true }]
    return offeredType === wantedType ? [] : [{ block: id, version, ...ports, config: {}, isProven: false }]
  })
  return found.sort((a, b) => Number(b.isProven) - Number(a.isProven)).slice(0, most)
}

function typeAt(catalog: Catalog, { nodes }: PipelineDocument, at: PipelineEdge['from']) {
  const node = nodes.find(({ id }) => id === at.node)
  const outputs = node && catalog.find(node.block, node.version)?.spec.outputs
  return outputs?.find((port) => port.name === at.port)?.type
}

function newestBlocks(catalog: Catalog): BlockType[] {
  return catalog
    .ids()
    .map((id) => catalog.find(id, Math.max(...catalog.versions(id))))
    .filter((block): block is BlockType => block?.spec.effect === 'none')
}

interface Ports {
  input: string
  output: string
}

/** Through which ports a wire could go; undefined where a second input would have to be wired too. */
function portsBetween({ spec }: BlockType, from: string, to: string): Ports | undefined {
  const required = spec.inputs.filter((port) => !port.optional)
  const input = required.length === 1 && required[0].type === from ? required[0] : undefined
  const output = spec.outputs.find((port) => port.type === to)
  return input && output && { input: input.name, output: output.name }
}

interface Gap {
  catalog: Catalog
  part: PipelineDocument
  edge: PipelineEdge
  before: readonly Issue[]
}

/** With it there are fewer problems, and none of another kind. */
function closes(
  { catalog, part, edge, before }: Gap,
  { block, ports, config }: { block: BlockType; ports: Ports; config: Record<string, unknown> },
): boolean {
  if (!block.config.safeParse(config).success) return false
  const id = freshName(block.spec.id, new Set(part.nodes.map((node) => node.id)))
  const node = { id, block: block.spec.id, version: block.spec.version, config }
  const bridged = insertBridge(part, edge, { node, ...ports, position: { x: 0, y: 0 } })
  const after = problemsOf(catalog, bridged)
  const known = new Set(before.map(kindOf))
  return after.length < before.length && after.every((issue) => known.has(kindOf(issue)))
}

/** Outputs that nobody uses say nothing about a part of a pipeline. */
export function problemsOf(catalog: Catalog, document: PipelineDocument): Issue[] {
  return validate(document, catalog).issues.filter(
    ({ code, accepted }) => code !== 'output-unused' && code !== 'accepted-unused' && accepted === undefined,
  )
}

export function kindOf({ node, code, port, field }: Issue): string {
  return JSON.stringify([node, code, port, field])
}
