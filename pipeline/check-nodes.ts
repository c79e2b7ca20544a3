/** Each node for itself: does its block exist, may it run in this mode, is its config right? */
import type { BlockType } from './block-spec.ts'
import type { PipelineNode } from './document.ts'
import { report } from './examination.ts'
import type { Examination, NodeState } from './examination.ts'
import type { Finding } from './issue.ts'
import { scanJson, showPath } from './json-limits.ts'
import type { JsonPath } from './json-limits.ts'
import { nearNames } from './near-names.ts'
import { substituteParameters } from './parameters.ts'
import { parseWith } from './zod-findings.ts'
import type { Problem } from './zod-findings.ts'

export function checkNodes(examination: Examination): void {
  for (const [id, state] of examination.states) {
    if (state.block) checkBlock(examination, id, state.block, state)
    else report(examination, id, unknownBlock(examination, state.node))
  }
  checkCopies(examination)
}

/** Nodes whose name another one has: what is wrong with them is told at once too, but nothing twice. */
function checkCopies(examination: Examination): void {
  const apart: Examination = { ...examination, findings: [] }
  for (const node of examination.graph.copies) {
    if (node.disabled) continue
    const block = examination.catalog.find(node.block, node.version)
    if (block) checkBlock(apart, node.id, block, { node })
    else report(apart, node.id, unknownBlock(apart, node))
  }
  const known = new Set(examination.findings.map((item) => JSON.stringify(item)))
  for (const item of apart.findings) {
    const text = JSON.stringify(item)
    if (!known.has(text)) examination.findings.push(item)
    known.add(text)
  }
}

function unknownBlock({ catalog }: Examination, node: PipelineNode): Finding {
  const known = catalog.versions(node.block)
  const { block, version } = node
  if (known.length > 0) return { code: 'block-version', params: { block, version, known } }
  return { code: 'block-unknown', params: { block, near: nearNames(block, catalog.ids()) } }
}

function checkBlock(
  examination: Examination,
  id: string,
  block: BlockType,
  state: Pick<NodeState, 'node' | 'config'>,
): void {
  const { mode } = examination.document
  if (!block.spec.modes.includes(mode)) {
    report(examination, id, { code: 'block-no-streaming', params: { block: block.spec.id, mode } })
  }
  const substituted = substituteParameters(state.node.config, examination.parameters)
  report(examination, id, ...substituted.findings)
  if (!substituted.isComplete) return
  const parsed = parseConfig(block, substituted.value, examination.language)
  if ('findings' in parsed) report(examination, id, ...parsed.findings)
  else state.config = parsed
}

type ParsedConfig = { value: unknown } | { findings: Finding[] }

/** The config as the block's schema reads it, or everything that is wrong with it. */
export function parseConfig(block: BlockType, raw: unknown, language: 'de' | 'en'): ParsedConfig {
  const parsed = parseWith(block.config, raw, language)
  if ('problems' in parsed) return { findings: parsed.problems.flatMap(configFindings) }
  const lost = scanJson(raw).protoKeys.filter((path) => !hasOwnPath(parsed.value, path))
  if (lost.length === 0) return parsed
  return { findings: lost.map((path) => configFinding(path, notPossible[language])) }
}

const notPossible = { de: 'dieser Name ist hier nicht möglich', en: 'this name is not possible here' }

function configFindings(problem: Problem): Finding[] {
  if (!problem.unknownKeys) return [configFinding(problem.path, problem.problem)]
  return problem.unknownKeys.map((key) => configFinding([...problem.path, key], problem.problem))
}

function configFinding(path: JsonPath, problem: string): Finding {
  return { code: 'config-field', field: path.length === 0 ? 'config' : showPath(path), params: { problem } }
}

function hasOwnPath(value: unknown, path: JsonPath): boolean {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false
    at = (at as Record<PropertyKey, unknown>)[key]
  }
  return true
}
