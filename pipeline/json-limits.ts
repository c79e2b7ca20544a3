/** What may be in a document before anything looks at its meaning: JSON, not too deep, not too much. */
import type { Finding } from './issue.ts'

export const jsonLimits = { depth: 64, values: 5_000_000, textLength: 1_000_000 }

export type JsonPath = (string | number)[]

export interface JsonScan {
  findings: Finding[]
  /** Paths of all own keys called __proto__: zod leaves them out, so they are looked after by hand. */
  protoKeys: JsonPath[]
}

interface Walk extends JsonScan {
  path: JsonPath
  values: number
}

/** Looks at the whole value, or up to the first limit that is passed. */
export function scanJson(value: unknown): JsonScan {
  const walk: Walk = { findings: [], protoKeys: [], path: [], values: 0 }
  walkValue(walk, value)
  return { findings: walk.findings, protoKeys: walk.protoKeys }
}

/** False: a limit is passed, the walk ends. Recursive, since depth is one of the limits. */
function walkValue(walk: Walk, value: unknown): boolean {
  const limit = passedLimit(walk, value)
  if (limit) walk.findings.push(limit)
  else if (isContainer(value)) return walkMembers(walk, value)
  else if (!isJsonScalar(value)) walk.findings.push(notJson(walk.path, value))
  else if (typeof value === 'string' && !isStorable(value)) walk.findings.push(notStorable(walk.path))
  return !limit
}

function walkMembers(walk: Walk, container: object): boolean {
  const isList = Array.isArray(container)
  for (const key of Object.keys(container)) {
    const value = (container as Record<string, unknown>)[key]
    // A member that is undefined does not exist in JSON.
    if (value === undefined && !isList) continue
    walk.path.push(isList ? Number(key) : key)
    if (!isStorable(key)) walk.findings.push(notStorable(walk.path))
    if (key === '__proto__') walk.protoKeys.push([...walk.path])
    if (!walkValue(walk, value)) return false
    walk.path.pop()
  }
  return true
}

function passedLimit(walk: Walk, value: unknown): Finding | undefined {
  walk.values++
  if (walk.path.length > jsonLimits.depth) return tooBig('depth', walk.path.length, jsonLimits.depth)
  if (walk.values > jsonLimits.values) return tooBig('values', walk.values, jsonLimits.values)
  const length = typeof value === 'string' ? value.length : 0
  return length > jsonLimits.textLength ? tooBig('text', length, jsonLimits.textLength) : undefined
}

function tooBig(what: string, count: number, limit: number): Finding {
  return { code: 'too-big', params: { what, count, limit } }
}

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || prototype === Object.prototype
}

function isJsonScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function notJson(at: JsonPath, value: unknown): Finding {
  const path = showPath(at)
  return { code: 'document-field', field: path, params: { path, problem: `${typeof value}: no JSON` } }
}

/** NUL and half characters (lone surrogates) are no text that a database can keep. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function notStorable(at: JsonPath): Finding {
  // The place itself may hold the character.
  const path = showPath(at).replaceAll('\0', '\\0').toWellFormed()
  return { code: 'document-field', field: path, params: { path, problem: 'U+0000 or half a character' } }
}

/** Dotted path; the document itself is '(document)'. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '(document)' : path.map(String).join('.')
}
