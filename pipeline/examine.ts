/** The steps of looking through a document, one after the other; validate() and compile() read what it found. */
import type { Catalog } from './block-spec.ts'
import { checkNodes } from './check-nodes.ts'
import { checkWires, orderNodes } from './check-wires.ts'
import type { PipelineDocument } from './document.ts'
import { report } from './examination.ts'
import type { Examination } from './examination.ts'
import { buildGraph } from './graph.ts'
import type { Finding, Issue } from './issue.ts'
import { checkHonestLearning } from './honest-learning.ts'
import { judge } from './judge.ts'
import { modeOf, readDocument } from './parse-document.ts'
import { resolveParameters } from './parameters.ts'
import { propagate } from './propagate.ts'
import type { Language } from './render-text.ts'
import { makeIssue } from './make-issue.ts'
import { findParticipants } from './take-part.ts'
import { checkUnused } from './unused.ts'

export interface ValidateOptions {
  /** Values of parameters that differ from their defaults. */
  parameters?: Record<string, unknown>
  /** Language of messages and remedies; default English. */
  language?: Language
  /** Most nodes and edges; default 20,000 and 200,000. */
  limits?: { nodes?: number; edges?: number }
}

export interface Examined {
  issues: Issue[]
  /** Absent when the document could not be read. */
  examination?: Examination
}

export function examine(raw: unknown, catalog: Catalog, options: ValidateOptions = {}): Examined {
  const language = options.language ?? 'en'
  const read = readDocument(raw, language)
  const tooBig = read.document ? sizeFindings(read.document, options.limits) : []
  const findings = [...read.findings, ...tooBig]
  if (!read.document || tooBig.length > 0) {
    return { issues: findings.map((finding) => makeIssue(finding, { mode: modeOf(raw), language })) }
  }
  const examination = begin(read.document, catalog, options)
  report(examination, undefined, ...findings, ...examination.parameters.findings)
  for (const step of [
    findParticipants,
    checkNodes,
    checkWires,
    orderNodes,
    propagate,
    checkHonestLearning,
    checkUnused,
  ])
    step(examination)
  return { issues: judge(examination), examination }
}

function begin(document: PipelineDocument, catalog: Catalog, options: ValidateOptions): Examination {
  const graph = buildGraph(document)
  return {
    document,
    catalog,
    language: options.language ?? 'en',
    graph,
    parameters: resolveParameters(document, options.parameters),
    states: new Map(),
    order: [],
    findings: [...graph.findings],
  }
}

function sizeFindings(document: PipelineDocument, limits: ValidateOptions['limits'] = {}): Finding[] {
  return (['nodes', 'edges'] as const).flatMap((what) => {
    const limit = limits[what] ?? Infinity
    const count = document[what].length
    return count > limit ? [{ code: 'too-big', field: what, params: { what, count, limit } }] : []
  })
}
