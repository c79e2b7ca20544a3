/** Reads a pipeline document of any stored version: all problems at once, nothing silently dropped. */
import type { Mode } from './block-spec.ts'
import { documentSchema, parameterSchema } from './document.ts'
import type { PipelineDocument } from './document.ts'
import type { Finding, Issue } from './issue.ts'
import { scanJson, showPath } from './json-limits.ts'
import type { JsonPath } from './json-limits.ts'
import { makeIssue } from './make-issue.ts'
import { nearNames } from './near-names.ts'
import type { Language } from './render-text.ts'
import { parseWith } from './zod-findings.ts'
import type { Problem } from './zod-findings.ts'

/** The version this code writes. */
export const newestVersion = 1

/** `ups.get(n)` makes version n + 1 of a document of version n. It may throw nothing and change nothing in place. */
export type Upgrades = ReadonlyMap<number, (document: Record<string, unknown>) => Record<string, unknown>>

const upgrades: Upgrades = new Map()

export type ParsedDocument = { document: PipelineDocument } | { issues: Issue[] }

/** The document, or every problem that keeps it from being one. Never throws for JSON values. */
export function parseDocument(raw: unknown, language: Language = 'en'): ParsedDocument {
  const read = readDocument(raw, language)
  if (read.document && read.findings.length === 0) return { document: read.document }
  return { issues: read.findings.map((finding) => makeIssue(finding, { mode: modeOf(raw), language })) }
}

/**
 * As much of the document as can be read, with what is wrong: unknown keys are reported and left out, so that
 * the rest can still be checked. A document beside findings must not run.
 */
export function readDocument(
  raw: unknown,
  language: Language,
): { document?: PipelineDocument; findings: Finding[] } {
  const scan = scanJson(raw)
  if (scan.findings.length > 0) return { findings: scan.findings }
  const upgraded = upgradeDocument(raw, upgrades, newestVersion)
  if ('findings' in upgraded) return upgraded
  const lost = scan.protoKeys
    .filter(isInParameterSchema)
    .map((path) => unknownKey(path.slice(0, -1), '__proto__'))
  const parsed = parseLeniently(upgraded.document, language)
  if (!parsed.document) return { findings: [...lost, ...parsed.findings] }
  const restored = restoreProtoKeys(parsed.document, upgraded.document as RawDocument, language)
  return { document: parsed.document, findings: [...lost, ...parsed.findings, ...restored] }
}

/** Raises a stored document step by step to the newest version; a later version is refused. */
export function upgradeDocument(
  raw: unknown,
  ups: Upgrades,
  newest: number,
): { document: unknown } | { findings: Finding[] } {
  let document = raw
  for (;;) {
    if (typeof document !== 'object' || document === null || Array.isArray(document)) return { document }
    const stored = document as Record<string, unknown>
    const version = stored.ecoki
    if (typeof version !== 'number' || version === newest) return { document }
    const up = ups.get(version)
    if (!up) return { findings: [{ code: 'document-version', field: 'ecoki', params: { version, newest } }] }
    document = up(stored)
  }
}

/** The mode a document claims, for severities, even when the rest of it cannot be read. */
export function modeOf(raw: unknown): Mode {
  const isObject = typeof raw === 'object' && raw !== null
  return isObject && 'mode' in raw && raw.mode === 'streaming' ? 'streaming' : 'batch'
}

function parseLeniently(
  raw: unknown,
  language: Language,
): { document?: PipelineDocument; findings: Finding[] } {
  const first = parseWith(documentSchema, raw, language)
  if ('value' in first) return { document: first.value, findings: [] }
  const findings = first.problems.flatMap((problem) => findingsOf(problem, raw))
  if (!first.problems.every((problem) => problem.unknownKeys)) return { findings }
  const second = parseWith(documentSchema, withoutKeys(raw, first.problems), language)
  return { document: 'value' in second ? second.value : undefined, findings }
}

function findingsOf(problem: Problem, raw: unknown): Finding[] {
  if (problem.unknownKeys) return problem.unknownKeys.map((key) => unknownKey(problem.path, key))
  const path = showPath(problem.path)
  if (problem.tooLong) {
    const list = problem.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], raw)
    return [
      {
        code: 'too-big',
        field: path,
        params: { what: path, count: (list as unknown[]).length, limit: problem.tooLong.limit },
      },
    ]
  }
  return [{ code: 'document-field', field: path, params: { path, problem: problem.problem } }]
}

function unknownKey(path: JsonPath, key: string): Finding {
  const near = nearNames(key, knownKeys)
  return {
    code: 'document-unknown-key',
    field: showPath([...path, key]),
    params: { path: showPath(path), key, near },
  }
}

const knownKeys = [
  ...[
    'ecoki',
    'id',
    'name',
    'mode',
    'parameters',
    'nodes',
    'edges',
    'accepted',
    'layout',
    'schema',
    'default',
    'block',
  ],
  ...[
    'version',
    'config',
    'disabled',
    'from',
    'to',
    'node',
    'port',
    'code',
    'reason',
    'positions',
    'notes',
    'groups',
  ],
]

function withoutKeys(raw: unknown, problems: Problem[]): unknown {
  const copy: unknown = structuredClone(raw)
  for (const { path, unknownKeys } of problems) {
    const holder = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], copy)
    for (const key of unknownKeys ?? []) delete (holder as Record<string, unknown>)[key]
  }
  return copy
}

/** A record whose key of that name zod would drop without a word; everywhere else it is refused or restored. */
function isInParameterSchema(path: JsonPath): boolean {
  return path.length === 4 && path[0] === 'parameters' && path[2] === 'schema'
}

interface RawDocument {
  parameters?: object
  nodes: { config?: object }[]
  layout?: { positions?: object }
}

/** zod leaves keys called __proto__ out of records: puts them back as own members. */
function restoreProtoKeys(document: PipelineDocument, raw: RawDocument, language: Language): Finding[] {
  document.nodes.forEach((node, index) => setProto(node.config, ownProto(raw.nodes[index].config)))
  setProto(document.layout.positions, ownProto(raw.layout?.positions))
  const parameter = ownProto(raw.parameters)
  if (parameter === undefined) return []
  const parsed = parseWith(parameterSchema, parameter, language)
  if ('value' in parsed) setProto(document.parameters, parsed.value)
  if (!('problems' in parsed)) return []
  return parsed.problems.flatMap((problem) =>
    findingsOf({ ...problem, path: ['parameters', '__proto__', ...problem.path] }, raw),
  )
}

function ownProto(record: object | undefined): unknown {
  return record && Object.hasOwn(record, '__proto__')
    ? Object.getOwnPropertyDescriptor(record, '__proto__')?.value
    : undefined
}

function setProto(record: object, value: unknown): void {
  if (value === undefined) return
  Object.defineProperty(record, '__proto__', { value, enumerable: true, configurable: true, writable: true })
}
